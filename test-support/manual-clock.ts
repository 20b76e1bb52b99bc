import type { Clock } from '../electron/ports/clock.ts'

export interface ManualClock extends Clock {
  /** Moves time on; callbacks that are due run in their order. */
  advance(ms: number): void
}

export function manualClock(startMs = Date.UTC(2026, 10, 21, 10)): ManualClock {
  let nowMs = startMs
  let timers: { atMs: number; callback: () => void }[] = []
  return {
    now: () => nowMs,
    monotonic: () => nowMs - startMs,
    after(delayMs, callback) {
      const timer = { atMs: nowMs + delayMs, callback }
      timers.push(timer)
      return () => { timers = timers.filter((other) => other !== timer) }
    },
    advance(ms) {
      const untilMs = nowMs + ms
      for (;;) {
        const [next] = timers.filter((timer) => timer.atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)
        if (!next) break
        timers = timers.filter((timer) => timer !== next)
        nowMs = Math.max(nowMs, next.atMs)
        next.callback()
      }
      nowMs = untilMs
    },
  }
}
