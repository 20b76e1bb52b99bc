import type { Detection } from '../../common/frame-result.ts'
import type { Placement } from '../kernels/tensor-input.ts'
import type { DetectorAdapter, Values } from './adapter.ts'
import { createCandidateList } from './candidates.ts'
import { suppress } from './nms.ts'

const MAX_DETECTIONS = 100

/** One model's answers become detections, in fractions of the picture that lay at `placement` in the input. */
export type ReadDetections = (values: readonly Values[], placement: Placement) => Detection[]

export function createDetectionReader(adapter: DetectorAdapter): ReadDetections {
  const { labels, overlap } = adapter
  const list = createCandidateList(labels)
  const { boxes, scores, classes } = list.candidates
  return (values, { left, top, width, height }) => {
    list.clear()
    adapter.collect(values, list)
    const detections: Detection[] = []
    const share = (index: number, start: number, length: number): number => Math.min(1, Math.max(0, ((boxes[index] as number) - start) / length))
    for (const index of suppress(list.candidates, { overlap, limit: MAX_DETECTIONS })) {
      const x = share(index * 4, left, width)
      const y = share(index * 4 + 1, top, height)
      const w = share(index * 4 + 2, left, width) - x
      const h = share(index * 4 + 3, top, height) - y
      // What lies wholly in the grey border is no part of the picture.
      if (!(w > 0 && h > 0)) continue
      detections.push({ label: labels[classes[index] as number] as string, score: Math.min(1, scores[index] as number), box: [x, y, w, h] })
    }
    return detections
  }
}
