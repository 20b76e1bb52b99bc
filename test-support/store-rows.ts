import type { FootageRow, StreamHead } from '../common/wire/store-messages.ts'
import { T0 } from './events.ts'

/** A row of half a second; a keyframe every two seconds; its wall clock goes with the stream from T0 on. */
export const aRow = (index: number, parts: Partial<FootageRow> & { size?: number } = {}): FootageRow => {
  const { size = 4, ...rest } = parts
  return {
    index, startMs: index * 500, endMs: index * 500 + 500, dtsMs: index * 500, wallMs: T0 + index * 500, keyframe: index % 4 === 0, frames: 5, kept: false,
    bytes: new Uint8Array(size).fill(index), ...rest,
  }
}

export const rowsOf = (from: number, to: number, parts: Partial<FootageRow> & { size?: number } = {}): FootageRow[] =>
  Array.from({ length: to - from }, (_, n) => aRow(from + n, parts))

/** What a player needs of `aStream` before the first row. */
const INIT = [1, 2, 3]
export const INIT_BYTES = INIT.length

export const aStream = (parts: Partial<StreamHead> = {}): StreamHead => ({
  camera: 'gate', epoch: 1, codec: 'h264', codecString: 'avc1.64001f', timescale: 12_800, init: new Uint8Array(INIT), burnedIn: false, audio: null, ...parts,
})
