/** A clock that several videos follow: it stands, or runs at a speed from a moment on. */
export interface WallClock {
  /** What it showed at `sinceMs`; milliseconds since 1970. */
  readonly atMs: number
  readonly sinceMs: number
  /** 0: it stands. */
  readonly speed: number
}

export const timeOf = (clock: WallClock, nowMs: number): number => clock.atMs + (nowMs - clock.sinceMs) * clock.speed

/** From now on at another speed, or from another moment. */
export const reset = (clock: WallClock, nowMs: number, { atMs = timeOf(clock, nowMs), speed = clock.speed }: { atMs?: number; speed?: number }): WallClock => ({ atMs, sinceMs: nowMs, speed })

interface Recorded {
  readonly startedMs: number
  readonly seconds: number
  readonly gaps: readonly (readonly [number, number])[]
}

/** Where a stretch of footage stands at a moment, seconds; null where it has no picture. */
export function positionIn({ startedMs, seconds, gaps }: Recorded, atMs: number): number | null {
  const at = (atMs - startedMs) / 1000
  // The last frame stays for the moment it is meant for.
  if (at < -0.05 || at > seconds + 0.1) return null
  return gaps.some(([from, to]) => at > from && at < to) ? null : Math.min(Math.max(0, at), seconds)
}

const SEEK_BEYOND = 0.4
const LEAN_BEYOND = 0.03
const LEAN = 0.08

/** What keeps a playing video with the clock: a jump when it is far off, a slightly other speed when it is a little off. */
export function steer({ wanted, current, speed }: { wanted: number; current: number; speed: number }): { seek: number | null; rate: number } {
  const ahead = current - wanted
  if (Math.abs(ahead) > SEEK_BEYOND * Math.max(1, speed)) return { seek: wanted, rate: speed }
  if (Math.abs(ahead) < LEAN_BEYOND) return { seek: null, rate: speed }
  return { seek: null, rate: speed * (ahead > 0 ? 1 - LEAN : 1 + LEAN) }
}
