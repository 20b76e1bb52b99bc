import type { MediaFile } from '../../common/footage/media-file.ts'
import { MINUTE_MS, type Motion } from './activity.ts'
import type { FootageFile } from './footage-file.ts'
import type { Prepared } from './prepared.ts'

/** Of one camera in one file. */
export interface Rollup {
  /** Wall clock; in order of recording. */
  readonly spans: readonly (readonly [number, number])[]
  readonly minutes: readonly Motion[]
}

/** What the timeline needs of files nobody writes to. */
export interface Rollups {
  has(file: MediaFile): boolean
  /** Of a file that has one; null for a camera that is not in it. */
  get(file: MediaFile, camera: string): Rollup | null
  put(footage: FootageFile): void
  /** Before the file changes. */
  forget(file: MediaFile): void
}

interface Row { readonly spans: Buffer; readonly minute0: number; readonly minutes: Buffer }

export function createRollups(sql: Prepared, transaction: (action: () => void) => void): Rollups {
  const whole = new Set(sql<{ file: string }>('SELECT file FROM rolled_up').all().map(({ file }) => file))
  return {
    has: (file) => whole.has(file),
    get(file, camera) {
      const row = sql<Row>('SELECT spans, minute0, minutes FROM rollups WHERE file = ? AND camera = ?').get(file, camera)
      if (!row) return null
      const spans = new Float64Array(exact(row.spans))
      const minutes = new Float32Array(exact(row.minutes))
      return {
        spans: Array.from({ length: spans.length / 2 }, (_, n) => [spans[n * 2] ?? 0, spans[n * 2 + 1] ?? 0] as const),
        minutes: [...minutes].flatMap((motion, n): Motion[] => (motion < 0 ? [] : [[row.minute0 + n * MINUTE_MS, motion]])),
      }
    },
    put(footage) {
      transaction(() => {
        sql('DELETE FROM rollups WHERE file = ?').run(footage.file)
        for (const camera of footage.cameras()) {
          const { spans, minutes } = rollupOf(footage, camera)
          const minute0 = minutes[0]?.[0] ?? 0
          const packed = new Float32Array(minutes.length === 0 ? 0 : ((minutes.at(-1)?.[0] ?? 0) - minute0) / MINUTE_MS + 1).fill(-1)
          for (const [atMs, motion] of minutes) packed[(atMs - minute0) / MINUTE_MS] = motion
          sql('INSERT INTO rollups (file, camera, spans, minute0, minutes) VALUES (?, ?, ?, ?, ?)').run(footage.file, camera, new Uint8Array(Float64Array.from(spans.flat()).buffer), minute0, new Uint8Array(packed.buffer))
        }
        sql('INSERT OR IGNORE INTO rolled_up (file) VALUES (?)').run(footage.file)
      })
      whole.add(footage.file)
    },
    forget(file) {
      if (!whole.has(file)) return
      transaction(() => {
        sql('DELETE FROM rolled_up WHERE file = ?').run(file)
        sql('DELETE FROM rollups WHERE file = ?').run(file)
      })
      whole.delete(file)
    },
  }
}

/** Read from the file itself. */
export const rollupOf = (footage: FootageFile, camera: string): Rollup => ({
  spans: footage.spans.between(camera, -Infinity, Infinity).map(({ fromMs, toMs }) => [fromMs, toMs] as const),
  minutes: footage.activity.bySteps(camera, -Infinity, Infinity, MINUTE_MS),
})

/** Buffers of SQLite may begin at any address; numbers may not. */
const exact = (bytes: Buffer): ArrayBuffer => new Uint8Array(bytes).buffer
