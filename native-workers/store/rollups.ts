import type { MediaFile } from '../../common/footage/media-file.ts'
import { MINUTE_MS } from './activity.ts'
import type { FootageFile } from './footage-file.ts'
import type { Prepared } from './prepared.ts'

/** Of one camera in one file; numbers as they are stored, because a timeline reads hundreds of these. */
export interface Rollup {
  /** Wall clock, beginning and end in turn; in order of recording. */
  readonly spans: Float64Array<ArrayBuffer>
  /** Motion by the minute from `minute0` on; negative where the camera was not analysed. */
  readonly minute0: number
  readonly minutes: Float32Array<ArrayBuffer>
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
      return { spans: new Float64Array(exact(row.spans)), minute0: row.minute0, minutes: new Float32Array(exact(row.minutes)) }
    },
    put(footage) {
      transaction(() => {
        sql('DELETE FROM rollups WHERE file = ?').run(footage.file)
        for (const camera of footage.cameras()) {
          const { spans, minute0, minutes } = rollupOf(footage, camera)
          sql('INSERT INTO rollups (file, camera, spans, minute0, minutes) VALUES (?, ?, ?, ?, ?)').run(footage.file, camera, bytesOf(spans), minute0, bytesOf(minutes))
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

function rollupOf(footage: FootageFile, camera: string): Rollup {
  const spans = footage.spans.between(camera, -Infinity, Infinity)
  const moved = footage.activity.bySteps(camera, -Infinity, Infinity, MINUTE_MS)
  const minute0 = moved[0]?.[0] ?? 0
  const minutes = new Float32Array(moved.length === 0 ? 0 : ((moved.at(-1)?.[0] ?? 0) - minute0) / MINUTE_MS + 1).fill(-1)
  for (const [atMs, motion] of moved) minutes[(atMs - minute0) / MINUTE_MS] = motion
  return { spans: Float64Array.from(spans.flatMap(({ fromMs, toMs }) => [fromMs, toMs])), minute0, minutes }
}

const bytesOf = (numbers: Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>): Uint8Array => new Uint8Array(numbers.buffer)
/** Buffers of SQLite may begin at any address; numbers may not. */
const exact = (bytes: Buffer): ArrayBuffer => new Uint8Array(bytes).buffer
