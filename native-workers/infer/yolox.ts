import type { Detection } from '../../common/frame-result.ts'
import type { AdapterFamily, DetectorAdapter, ModelSignature } from './adapter.ts'
import { COCO_LABELS } from '../../common/coco-labels.ts'
import { createCandidates, suppress } from './nms.ts'

const STRIDES = [8, 16, 32]
/** x, y, w, h, objectness, then one score per class. */
const BOX_FIELDS = 5
/** Low on purpose: the tracker uses weak detections to carry a track through bad frames; config decides what counts. */
const SCORE_FLOOR = 0.1
const NMS_OVERLAP = 0.45
const MAX_DETECTIONS = 100
/** More than this above the floor in one frame is a broken model; the first ones stand for all. */
const MAX_CANDIDATES = 4096

/**
 * YOLOX as its authors export it: https://github.com/Megvii-BaseDetection/YOLOX. Scores are already sigmoid; centre = (value + cell) * stride,
 * size = exp(value) * stride, in pixels of the input.
 */
export const yolox: AdapterFamily = {
  expected: 'YOLOX: images float32 1x3xHxW (H and W multiples of 32) -> output float32 1xNx85, N = the cells of strides 8, 16 and 32',
  recognise(signature) {
    const size = inputSize(signature)
    return size && matchesOutput(signature, size) ? createAdapter(size) : null
  },
}

interface Size { readonly width: number; readonly height: number }

function inputSize({ inputs }: ModelSignature): Size | null {
  const [input] = inputs
  if (inputs.length !== 1 || input?.name !== 'images' || input.type !== 'float32' || input.shape.length !== 4) return null
  const [batch, channels, height, width] = input.shape
  if (typeof width !== 'number' || typeof height !== 'number' || width < 32 || height < 32 || width % 32 !== 0 || height % 32 !== 0) return null
  return (batch === 1 || typeof batch === 'string') && channels === 3 ? { width, height } : null
}

const cellsOf = ({ width, height }: Size): number => STRIDES.reduce((sum, stride) => sum + (width / stride) * (height / stride), 0)

function matchesOutput({ outputs }: ModelSignature, size: Size): boolean {
  const [output] = outputs
  if (outputs.length !== 1 || output?.name !== 'output' || output.type !== 'float32' || output.shape.length !== 3) return false
  const [, cells, fields] = output.shape
  return (cells === cellsOf(size) || typeof cells === 'string') && fields === BOX_FIELDS + COCO_LABELS.length
}

function createAdapter(size: Size): DetectorAdapter {
  const labels = COCO_LABELS
  const fields = BOX_FIELDS + labels.length
  const cells = cellsOf(size)
  const grid = createGrid(size, cells)
  const candidates = createCandidates(MAX_CANDIDATES)

  function collect(output: Float32Array): void {
    candidates.count = 0
    for (let cell = 0; cell < cells && candidates.count < MAX_CANDIDATES; cell++) {
      const at = cell * fields
      const objectness = output[at + 4] as number
      // No class score exceeds 1, so most cells end here.
      if (!(objectness >= SCORE_FLOOR)) continue
      let best = 0
      let bestScore = 0
      for (let label = 0; label < labels.length; label++) {
        const score = output[at + BOX_FIELDS + label] as number
        if (score > bestScore) { bestScore = score; best = label }
      }
      const score = objectness * bestScore
      if (score < SCORE_FLOOR) continue
      const stride = grid[cell * 3 + 2] as number
      const x = ((output[at] as number) + (grid[cell * 3] as number)) * stride
      const y = ((output[at + 1] as number) + (grid[cell * 3 + 1] as number)) * stride
      const halfWidth = (Math.exp(output[at + 2] as number) * stride) / 2
      const halfHeight = (Math.exp(output[at + 3] as number) * stride) / 2
      const index = candidates.count++
      candidates.scores[index] = score
      candidates.classes[index] = best
      candidates.boxes[index * 4] = x - halfWidth
      candidates.boxes[index * 4 + 1] = y - halfHeight
      candidates.boxes[index * 4 + 2] = x + halfWidth
      candidates.boxes[index * 4 + 3] = y + halfHeight
    }
  }

  return {
    family: 'yolox', inputName: 'images', outputName: 'output', inputWidth: size.width, inputHeight: size.height, labels,
    outputShape: [1, cells, fields],
    decode(output, { width, height, scale }) {
      collect(output)
      const detections: Detection[] = []
      const share = (index: number, length: number): number => Math.min(1, Math.max(0, (candidates.boxes[index] as number) / (length * scale)))
      for (const index of suppress(candidates, { overlap: NMS_OVERLAP, limit: MAX_DETECTIONS })) {
        const x = share(index * 4, width)
        const y = share(index * 4 + 1, height)
        const w = share(index * 4 + 2, width) - x
        const h = share(index * 4 + 3, height) - y
        // What lies wholly in the grey border is no part of the picture.
        if (!(w > 0 && h > 0)) continue
        detections.push({ label: labels[candidates.classes[index] as number] as string, score: Math.min(1, candidates.scores[index] as number), box: [x, y, w, h] })
      }
      return detections
    },
  }
}

/** Column, row and stride of every output cell, in the order of the output. */
function createGrid({ width, height }: Size, cells: number): Float32Array {
  const grid = new Float32Array(cells * 3)
  let cell = 0
  for (const stride of STRIDES) {
    for (let row = 0; row < height / stride; row++) {
      for (let column = 0; column < width / stride; column++) grid.set([column, row, stride], 3 * cell++)
    }
  }
  return grid
}
