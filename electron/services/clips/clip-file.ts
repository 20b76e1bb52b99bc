import type { Store } from '../../../common/wire/store-messages.ts'

/** A clip as one file: init segment and fragments, end to end. */
export interface ClipFile {
  readonly size: number
  /** RFC 6381, for `video/mp4; codecs="…"`. */
  readonly codecString: string
  /** Bytes `from` to `to` (exclusive), in pieces of at most a few rows. Throws when the clip was deleted meanwhile. */
  read(from: number, to: number): AsyncIterable<Uint8Array>
}

/** Rows per call: a long clip is streamed, never held. */
const ROWS_PER_READ = 8

/** Null where there is no clip. A clip still being recorded is what is stored of it now. */
export async function clipReader(store: Pick<Store, 'clipInfo' | 'readFragments'>, eventId: string): Promise<ClipFile | null> {
  const info = await store.clipInfo(eventId)
  if (!info || info.fragments.length === 0) return null
  /** Where each row lies in the file; the init segment comes before the first. */
  let end = info.init.length
  const rows = info.fragments.map((row) => {
    const at = end
    end += row.bytes
    return { index: row.index, at, end }
  })

  const read = async function* (from: number, to: number): AsyncGenerator<Uint8Array> {
    if (from < info.init.length && from < to) yield info.init.slice(from, Math.min(to, info.init.length))
    const wanted = rows.filter((row) => row.end > from && row.at < to)
    for (let next = 0; next < wanted.length; next += ROWS_PER_READ) {
      const group = wanted.slice(next, next + ROWS_PER_READ)
      const first = group[0]
      const last = group.at(-1)
      if (!first || !last) return
      const pieces = await store.readFragments({ eventId, from: first.index, to: last.index + 1 })
      if (pieces.length !== group.length) throw new Error(`the clip of event ${eventId} is gone: it was deleted while it was read`)
      for (const [index, piece] of pieces.entries()) {
        const at = group[index]?.at ?? 0
        const part = piece.subarray(Math.max(0, from - at), Math.min(piece.length, to - at))
        if (part.length > 0) yield part
      }
    }
  }
  return { size: end, codecString: info.codecString, read }
}
