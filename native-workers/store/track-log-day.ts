import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { TrackChunk } from '../../common/wire/store-messages.ts'
import type { ChunkFacts } from '../../common/track-log/log-frame.ts'
import type { Prepared } from './prepared.ts'

export interface StoredChunk extends ChunkFacts {
  readonly id: number
}

/** The track log of one day's file. */
export interface TrackLogDay {
  put(chunk: TrackChunk): void
  /** What there is of a camera, by time, without its bytes. */
  list(camera: string): StoredChunk[]
  /** Empty for a chunk in which nothing was tracked, or that is not there. Throws for bytes that cannot be unpacked. */
  bytes(id: number): Uint8Array
}

interface Row { readonly id: number; readonly epoch: number; readonly from_ms: number; readonly to_ms: number; readonly frames: number; readonly live: number; readonly gone: number; readonly lost: number }

/** Half a minute of the busiest camera has some 100 KB; a damaged chunk must not unpack to more than memory. */
const LARGEST_CHUNK = 64 * 1024 * 1024

export function createTrackLogDay(sql: Prepared): TrackLogDay {
  return {
    put({ bytes, gone, ...facts }) {
      sql(`INSERT OR REPLACE INTO track_log (camera, epoch, from_ms, to_ms, frames, live, gone, lost, packed)
        VALUES (@camera, @epoch, @fromMs, @toMs, @frames, @live, @gone, @lost, @packed)`).run({ ...facts, gone: Number(gone), packed: bytes.length === 0 ? null : deflateRawSync(bytes) })
    },
    list: (camera) => sql<Row>('SELECT id, epoch, from_ms, to_ms, frames, live, gone, lost FROM track_log WHERE camera = ? ORDER BY from_ms, id').all(camera)
      .map(({ id, epoch, from_ms, to_ms, frames, live, gone, lost }) => ({ id, epoch, fromMs: from_ms, toMs: to_ms, frames, live, gone: gone === 1, lost })),
    bytes(id) {
      const packed = sql<{ packed: Buffer | null }>('SELECT packed FROM track_log WHERE id = ?').get(id)?.packed
      return packed ? inflateRawSync(packed, { maxOutputLength: LARGEST_CHUNK }) : new Uint8Array()
    },
  }
}
