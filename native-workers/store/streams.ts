import type { ClipTracks } from '../../common/contracts/event.ts'
import type { StreamHead } from '../../common/wire/store-messages.ts'
import type { Prepared } from './prepared.ts'

export interface StoredStream extends StreamHead {
  readonly id: number
  readonly alignment: ClipTracks['alignment']
}

/** The epochs that have rows in one media file. */
export interface Streams {
  /** Idempotent by camera and epoch. Returns its number. */
  open(head: StreamHead): number
  /** Throws for one that was not opened. */
  idOf(camera: string, epoch: number): number
  find(camera: string, epoch: number): number | null
  get(id: number): StoredStream
  align(id: number, alignment: ClipTracks['alignment']): void
  /** Tells clips of older versions whose they are, where somebody knows. */
  adopt(cameraOf: (eventId: string) => string | null): void
}

interface Row {
  readonly id: number; readonly camera: string; readonly epoch: number; readonly codec: string; readonly codec_string: string; readonly timescale: number
  readonly init: Buffer; readonly burned_in: number; readonly audio: string | null; readonly exact: number; readonly error_ms: number
}

export function createStreams(sql: Prepared): Streams {
  const find = (camera: string, epoch: number): number | null =>
    sql<{ id: number }>('SELECT id FROM streams WHERE camera = ? AND epoch = ?').get(camera, epoch)?.id ?? null
  const idOf = (camera: string, epoch: number): number => {
    const id = find(camera, epoch)
    if (id === null) throw new Error(`stream ${epoch} of camera ${camera} was not opened in this file, or the file was damaged and moved aside: open it again`)
    return id
  }
  return {
    find,
    idOf,
    open({ camera, epoch, codec, codecString, timescale, init, burnedIn, audio }) {
      sql(`INSERT INTO streams (camera, epoch, codec, codec_string, timescale, init, burned_in, audio, exact, error_ms)
        VALUES (@camera, @epoch, @codec, @codecString, @timescale, @init, @burnedIn, @audio, 1, 0)
        ON CONFLICT (camera, epoch) DO UPDATE SET codec = @codec, codec_string = @codecString, timescale = @timescale, init = @init, burned_in = @burnedIn, audio = @audio`)
        .run({ camera, epoch, codec, codecString, timescale, init, burnedIn: Number(burnedIn), audio: audio && JSON.stringify(audio) })
      return idOf(camera, epoch)
    },
    get(id) {
      const row = sql<Row>('SELECT * FROM streams WHERE id = ?').get(id)
      if (!row) throw new Error(`stream number ${id} is not in this file`)
      return {
        id, camera: row.camera, epoch: row.epoch, codec: row.codec, codecString: row.codec_string, timescale: row.timescale, init: row.init, burnedIn: row.burned_in === 1,
        audio: row.audio === null ? null : JSON.parse(row.audio) as NonNullable<StreamHead['audio']>, alignment: { exact: row.exact === 1, errorMs: row.error_ms },
      }
    },
    align(id, { exact, errorMs }) {
      // Only when it changed: it comes with every row.
      sql('UPDATE streams SET exact = @exact, error_ms = @errorMs WHERE id = @id AND (exact <> @exact OR error_ms <> @errorMs)').run({ id, exact: Number(exact), errorMs })
    },
    adopt(cameraOf) {
      for (const { id, event_id } of sql<{ id: number; event_id: string }>("SELECT s.id, c.event_id FROM streams s JOIN claims c ON c.stream_id = s.id WHERE s.camera = ''").all()) {
        const camera = cameraOf(event_id)
        if (camera !== null) sql('UPDATE streams SET camera = ? WHERE id = ?').run(camera, id)
      }
    },
  }
}
