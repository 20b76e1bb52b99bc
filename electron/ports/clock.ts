/** Time is passed in, so that tests turn it by hand. */
export interface Clock {
  /** Wall clock, milliseconds since 1970. */
  now(): number
  /** Never steps back, milliseconds. */
  monotonic(): number
  /** Calls back once after `delayMs`; the returned function cancels. */
  after(delayMs: number, callback: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs)
    return () => clearTimeout(timer)
  },
}
