import { basename } from 'node:path'
import type { WriteStream } from 'node:tty'

const EVERY_MS = 200

/** How far a file has been analysed, in its own time, on one line of a terminal; silent elsewhere. */
export function progressBar(file: string, stream: WriteStream | NodeJS.WriteStream): { at(ptsMs: number): void; done(): void } {
  if (!stream.isTTY) return { at: () => undefined, done: () => undefined }
  const startedAt = performance.now()
  let drawnAt = -Infinity
  return {
    at(ptsMs) {
      const now = performance.now()
      if (now - drawnAt < EVERY_MS) return
      drawnAt = now
      const speed = ptsMs / Math.max(1, now - startedAt)
      stream.write(`\r${basename(file)}  ${clockText(ptsMs)}  ${speed.toFixed(1)}x `)
    },
    done: () => void stream.write('\r\u001b[K'),
  }
}

function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`
}
