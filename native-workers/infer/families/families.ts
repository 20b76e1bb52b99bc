import type { AdapterFamily } from '../adapter.ts'
import { detr } from './detr.ts'
import { fastestdet } from './fastestdet.ts'
import { ssd } from './ssd.ts'
import { yoloEnd2end } from './yolo-end2end.ts'
import { yolov4 } from './yolov4.ts'
import { yolov5 } from './yolov5.ts'
import { yolov8 } from './yolov8.ts'
import { yolox } from './yolox.ts'

export const FAMILIES: readonly AdapterFamily[] = [yolox, yolov5, yolov8, yoloEnd2end, detr, yolov4, ssd, fastestdet]
