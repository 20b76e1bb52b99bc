/** Before they are joined; more would be noise all over the picture. 28 bytes each. */
export const MAX_LABELS = 4096
const BLOCK = 16
export const BLOCK_SUMS = 6
/** Enough to tell the light of a picture by, and few enough to cost next to nothing. */
const SAMPLES = 400

export type MotionPlan = ReturnType<typeof planMotion>

/** The planes of one camera's motion, laid out by `place`. */
export function planMotion({ width, height, scale, place }: { width: number; height: number; scale: 1 | 2; place: (bytes: number) => number }) {
  const smallWidth = Math.floor(width / scale)
  const smallHeight = Math.floor(height / scale)
  // Whole vectors per row; a border of one vector on either side of planes that are read shifted.
  const stride = (smallWidth + 15) & ~15
  const planeStride = stride + 32
  const sampleStep = Math.max(4, Math.round(Math.sqrt((smallWidth * smallHeight) / SAMPLES)))
  const samples = Math.ceil(smallWidth / sampleStep) * Math.ceil(smallHeight / sampleStep)
  const blockColumns = Math.ceil(smallWidth / BLOCK)
  const blocks = blockColumns * Math.ceil(smallHeight / BLOCK)
  const bordered = (rows: number): number => place(planeStride * rows) + 16
  return {
    sourceWidth: width, scale, width: smallWidth, height: smallHeight, stride, planeStride, sampleStep, samples, blockColumns, blocks,
    background: place(stride * smallHeight * 2),
    recent: place(stride * smallHeight),
    unrest: place(stride * smallHeight),
    include: place(stride * smallHeight),
    restless: place(stride * smallHeight),
    changed: [bordered(smallHeight), bordered(smallHeight)] as const,
    kept: [bordered(smallHeight), bordered(smallHeight)] as const,
    steady: bordered(smallHeight),
    // Two empty rows above and below.
    scratch: bordered(smallHeight + 4) + 2 * planeStride,
    scratchRows: place(smallHeight),
    grown: bordered(smallHeight),
    rows: place(smallHeight),
    grownRows: place(smallHeight),
    runs: place((Math.floor(smallWidth / 2) + 2) * 12 * 2),
    table: place(MAX_LABELS * 28),
    counts: place(8),
    now: place(samples),
    back: place(samples),
    sums: place(blocks * BLOCK_SUMS * 4),
    marks: place(blocks),
  }
}
