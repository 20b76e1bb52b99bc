/** More than rounding: somebody set the clock. */
const STEP_MS = 5

/**
 * Wall clock in milliseconds with the fine grain of a monotonic clock, which follows when the clock is set. `performance.timeOrigin + performance.now()` alone goes on from the moment
 * the process began: after a machine got its time an hour late, every frame would be stamped an hour early for as long as it runs.
 */
export function createWallClock({ wall, monotonic }: { readonly wall: () => number; readonly monotonic: () => number }): () => number {
  let offset = wall() - monotonic()
  return () => {
    const now = monotonic()
    const told = wall()
    if (Math.abs(now + offset - told) > STEP_MS) offset = told - now
    return now + offset
  }
}
