import { placePicture, type TensorInput } from '../kernels/tensor-input.ts'
import type { DetectorSession } from './detector.ts'
import type { Size } from './families/yolox.ts'
import { COARSEST } from './graph/free-size.ts'

/**
 * Feeds every picture with as little border as the model takes: a wide one needs no bars of grey below it, which are a third of what a square input is. The picture itself lies in
 * the tensor exactly as it did, in the same size. `whole` is the detector for the size of the file, `at` makes one for another.
 */
export function shapedDetector(whole: DetectorSession, at: (size: Size) => DetectorSession): DetectorSession {
  const { input } = whole.adapter
  const detectors = new Map([[keyOf(input), whole]])
  return {
    adapter: whole.adapter,
    detect(picture) {
      const size = sizeFor(picture.crop ?? picture, input)
      const key = keyOf(size)
      const detector = detectors.get(key) ?? at(size)
      detectors.set(key, detector)
      return detector.detect(picture)
    },
    release: () => whole.release(),
  }
}

const keyOf = ({ width, height }: Size): string => `${width}x${height}`

/** The smallest size that holds the picture as large as the file's size would. */
export function sizeFor(picture: Size, input: TensorInput): Size {
  const { columns, rows } = placePicture(picture, input)
  return { width: Math.min(input.width, upTo(columns)), height: Math.min(input.height, upTo(rows)) }
}

const upTo = (pixels: number): number => Math.ceil(pixels / COARSEST) * COARSEST
