/** Numbers and times as every screen writes them. */
const THIN = '\u202F'

export const percent = (ratio: number | null, digits = 1): string => (ratio === null ? '–' : `${(ratio * 100).toFixed(digits)}${THIN}%`)

/** Milliseconds, or seconds from one second on. */
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return '–'
  if (ms >= 10_000) return `${(ms / 1000).toFixed(0)}${THIN}s`
  if (ms >= 1_000) return `${(ms / 1000).toFixed(1)}${THIN}s`
  if (ms >= 100) return `${ms.toFixed(0)}${THIN}ms`
  if (ms >= 10) return `${ms.toFixed(ms % 1 === 0 ? 0 : 1)}${THIN}ms`
  return `${ms.toFixed(ms === 0 ? 0 : ms < 1 ? 2 : 1)}${THIN}ms`
}

/** 48120 → 48 120 */
export const count = (value: number): string => Math.round(value).toString().replace(/\B(?=(\d{3})+(?!\d))/g, THIN)

export function bytes(value: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  let size = value
  let unit = 0
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000
    unit += 1
  }
  return `${unit === 0 || size >= 100 ? size.toFixed(0) : size.toFixed(1)}${THIN}${units[unit]}`
}

export const fps = (value: number): string => `${value >= 10 ? value.toFixed(0) : value.toFixed(1)}${THIN}fps`

/** Length of an event or a clip: 0:07, 12:30, 1:02:03. */
export function length(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const [hours = 0, minutes = 0, rest = 0] = parts
  const two = (value: number): string => value.toString().padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short' })
const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' })

export const clockTime = (ms: number): string => CLOCK.format(ms)
export const dayOf = (ms: number): string => DAY.format(ms)

/** The clock alone for today, with the day before it otherwise. */
export const whenWords = (ms: number): string => (DAY.format(ms) === DAY.format(Date.now()) ? CLOCK.format(ms) : `${DAY.format(ms)} ${CLOCK.format(ms)}`)

/** For titles: the operator's zone with milliseconds, then the instant itself. */
export const exactTime = (ms: number): string => `${EXACT.format(ms)}.${(Math.floor(ms) % 1000).toString().padStart(3, '0')}\n${new Date(ms).toISOString()}`

/** A reason that stands alone begins with a capital. */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** `12 s`, `4 min`, `3 h`, `2 d`: how long something has lasted. */
export function lasting(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 100) return `${seconds}${THIN}s`
  if (seconds < 5400) return `${Math.round(seconds / 60)}${THIN}min`
  if (seconds < 129_600) return `${Math.round(seconds / 3600)}${THIN}h`
  return `${Math.round(seconds / 86_400)}${THIN}d`
}
