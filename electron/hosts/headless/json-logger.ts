import pino from 'pino'
import type { Logger } from '../../ports/logger.ts'

const REPEAT_WINDOW_MS = 1000

/**
 * JSON lines on stderr. A line that repeats is told at most once a second, with how often it was left out: a camera that fails many
 * times a second must not fill the disk.
 */
export function jsonLogger(level: string): Logger {
  const out = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ fd: 2, sync: true }))
  const last = new Map<string, { at: number; skipped: number }>()
  const write = (name: 'info' | 'warn' | 'error' | 'debug') => (fields: object, text: string): void => {
    const key = `${name}:${(fields as { camera?: string }).camera ?? ''}:${text}`
    const now = performance.now()
    const before = last.get(key)
    if (before && now - before.at < REPEAT_WINDOW_MS) {
      before.skipped++
      return
    }
    last.set(key, { at: now, skipped: 0 })
    if (last.size > 500) last.clear()
    out[name](before && before.skipped > 0 ? { ...fields, repeated: before.skipped } : fields, text)
  }
  return { info: write('info'), warn: write('warn'), error: write('error'), debug: write('debug') }
}
