export { motionLearn, motionRemember, motionDifference, motionDilate } from './motion'
export { motionComponents } from './components'
export { i420ToTensor } from './tensor'
