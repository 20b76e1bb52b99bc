/** ISO/IEC 14496-12: every box is a 32-bit size, a four-letter type, then its content; size 1 = a 64-bit size follows. */
export interface BoxRange {
  readonly type: string
  /** Offset of the size field, of the content, and one past the end. */
  readonly at: number
  readonly bodyAt: number
  readonly end: number
}

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

export const readUint64 = (view: DataView, at: number): number => view.getUint32(at) * 0x1_0000_0000 + view.getUint32(at + 4)

export function writeUint64(view: DataView, at: number, value: number): void {
  view.setUint32(at, Math.floor(value / 0x1_0000_0000))
  view.setUint32(at + 4, value % 0x1_0000_0000)
}

/** Null while fewer bytes than the header needs are there. Throws a RangeError for a size no box can have. */
export function readBoxHeader(view: DataView, at: number, available = view.byteLength): { type: string; size: number; headerSize: number } | null {
  if (available - at < 8) return null
  const size32 = view.getUint32(at)
  const type = String.fromCharCode(view.getUint8(at + 4), view.getUint8(at + 5), view.getUint8(at + 6), view.getUint8(at + 7))
  if (size32 !== 1) {
    if (size32 < 8) throw new RangeError(`not an MP4 stream: box ${JSON.stringify(type)} claims ${size32} bytes`)
    return { type, size: size32, headerSize: 8 }
  }
  if (available - at < 16) return null
  return { type, size: readUint64(view, at + 8), headerSize: 16 }
}

/** The boxes inside `[from, to)`, in order. */
export function* boxesIn(view: DataView, from: number, to: number): Generator<BoxRange> {
  let at = from
  while (at < to) {
    const header = readBoxHeader(view, at, to)
    if (!header || at + header.size > to) throw new RangeError(`not an MP4 stream: a box at ${at} reaches past its parent`)
    yield { type: header.type, at, bodyAt: at + header.headerSize, end: at + header.size }
    at += header.size
  }
}

/** The first box under `path`, such as `['moov', 'mvex', 'trex']`; null when one is missing. */
export function findBox(view: DataView, path: readonly string[], from = 0, to = view.byteLength): BoxRange | null {
  const [type, ...rest] = path
  for (const box of boxesIn(view, from, to)) {
    if (box.type !== type) continue
    return rest.length === 0 ? box : findBox(view, rest, box.bodyAt, box.end)
  }
  return null
}
