/** So long without a hit, and the line is broken: nothing is known in between. */
const APART_SECONDS = 2.5

/** An SVG path of scores over a clip, in a box 1000 wide and 100 high; a score of 1 is at the top. */
export function scorePath(scores: readonly { readonly seconds: number; readonly score: number }[], duration: number): string {
  let path = ''
  let before = Number.NEGATIVE_INFINITY
  for (const { seconds, score } of scores) {
    const x = (seconds / Math.max(duration, 0.01)) * 1000
    const point = `${x.toFixed(1)} ${(100 - Math.min(1, Math.max(0, score)) * 100).toFixed(1)}`
    // A line of no length is a dot: a lone hit is seen, too.
    path += seconds - before > APART_SECONDS ? `M${point}L${point}` : `L${point}`
    before = seconds
  }
  return path
}
