import { FLAG, type FrameCode, type MainHeader, readMainHeader, readStreamHeader, type StreamHeader } from './nut-headers.ts'
import { Incomplete, NutBytes } from './nut-bytes.ts'

export interface NutHandlers {
  stream(size: { width: number; height: number }): void
  /**
   * A frame begins. Returns where its bytes go (exactly `size` long), or null to let them pass by.
   * `size` may differ from width*height*3/2 when the source changed its resolution.
   */
  frameBegins(ptsMs: number, size: number): Uint8Array | null
  frameEnds(): void
  /** False holds the parser before the next element: back-pressure for sources that must not lose a frame. */
  mayContinue?(): boolean
}

const FILE_ID = 'nut/multimedia container\0'
const ESCAPE = 0x4e
const HEADER_CHECKSUM_ABOVE = 4096
/** A header or frame head never needs more; larger means the stream is not NUT. */
const LONGEST_HEAD = 65_536

/**
 * A pure push parser of one raw video stream in NUT. Frame bytes go from the chunk straight to where the handler wants them;
 * only heads that straddle two chunks are copied aside.
 * Throws a RangeError when the bytes are not NUT.
 */
export class NutParser {
  private readonly handlers: NutHandlers
  private main: MainHeader | null = null
  private streamHeader: StreamHeader | null = null
  private lastPts = 0
  private started = false
  private readonly carry = new Uint8Array(LONGEST_HEAD)
  private carried = 0
  private target: Uint8Array | null = null
  private written = 0
  private payloadLeft = 0

  constructor(handlers: NutHandlers) {
    this.handlers = handlers
  }

  /** True between a frame's head and its last byte: an end now means half a frame. */
  get insideFrame(): boolean {
    return this.payloadLeft > 0
  }

  /** Returns how many bytes were taken: fewer than given only when `mayContinue` said no; offer the rest again later. */
  push(chunk: Uint8Array): number {
    let at = 0
    while (at < chunk.length) {
      if (this.payloadLeft > 0) {
        at += this.takePayload(chunk, at)
        continue
      }
      if (this.handlers.mayContinue?.() === false) return at
      if (this.carried === 0) {
        const used = this.tryElement(chunk, at, chunk.length)
        if (used === null) {
          this.stash(chunk, at)
          return chunk.length
        }
        at += used
        continue
      }
      const before = this.carried
      const added = Math.min(chunk.length - at, LONGEST_HEAD - before)
      if (added === 0) throw new RangeError(`not NUT: a head of more than ${LONGEST_HEAD} bytes`)
      this.carry.set(chunk.subarray(at, at + added), before)
      this.carried += added
      const used = this.tryElement(this.carry, 0, this.carried)
      if (used === null) {
        at += added
        continue
      }
      at += used - before
      this.carried = 0
    }
    return at
  }

  /** Where the frame's next bytes belong, when they can be read straight there; null between frames and for frames that pass by. */
  get payloadSpace(): Uint8Array | null {
    return this.payloadLeft > 0 && this.target !== null ? this.target.subarray(this.written, this.written + this.payloadLeft) : null
  }

  /** `count` bytes were read into `payloadSpace`. */
  payloadArrived(count: number): void {
    this.written += count
    this.payloadLeft -= count
    if (this.payloadLeft === 0) this.handlers.frameEnds()
  }

  private stash(chunk: Uint8Array, at: number): void {
    const rest = chunk.length - at
    if (rest > LONGEST_HEAD) throw new RangeError(`not NUT: a head of more than ${LONGEST_HEAD} bytes`)
    this.carry.set(chunk.subarray(at), 0)
    this.carried = rest
  }

  private takePayload(chunk: Uint8Array, at: number): number {
    const count = Math.min(this.payloadLeft, chunk.length - at)
    this.target?.set(chunk.subarray(at, at + count), this.written)
    this.payloadArrived(count)
    return count
  }

  /** Bytes the element took, or null when it is not whole yet. */
  private tryElement(bytes: Uint8Array, at: number, end: number): number | null {
    try {
      const cursor = new NutBytes(bytes, at, end)
      if (!this.started) this.fileId(cursor)
      else if (bytes[at] === ESCAPE) this.header(cursor, bytes)
      else this.frame(cursor)
      return cursor.at - at
    } catch (error) {
      if (error instanceof Incomplete) return null
      throw error
    }
  }

  private fileId(cursor: NutBytes): void {
    for (let index = 0; index < FILE_ID.length; index++) {
      if (cursor.byte() !== FILE_ID.charCodeAt(index)) throw new RangeError('not NUT: the stream does not begin with its name')
    }
    this.started = true
  }

  private header(cursor: NutBytes, bytes: Uint8Array): void {
    cursor.byte()
    const kind = String.fromCharCode(cursor.byte())
    cursor.skip(6)
    const length = cursor.unsigned()
    if (length > HEADER_CHECKSUM_ABOVE) cursor.skip(4)
    const bodyAt = cursor.at
    cursor.skip(length)
    const body = new NutBytes(bytes, bodyAt, cursor.at)
    if (kind === 'M') this.main = readMainHeader(body)
    else if (kind === 'S') this.streamBegins(readStreamHeader(body))
    else if (kind === 'K') this.syncPoint(body)
  }

  private streamBegins(header: StreamHeader): void {
    this.streamHeader = header
    this.handlers.stream({ width: header.width, height: header.height })
  }

  /** A sync point restates the last pts, in one of the file's time bases. */
  private syncPoint(body: NutBytes): void {
    const { main, stream } = this.needHeaders()
    const coded = body.unsigned()
    const from = main.timeBases[coded % main.timeBases.length]
    const to = main.timeBases[stream.timeBaseIndex]
    if (!from || !to) throw new RangeError('not NUT: a time base is missing')
    this.lastPts = Math.floor((Math.floor(coded / main.timeBases.length) * from.num * to.den) / (from.den * to.num))
  }

  private frame(cursor: NutBytes): void {
    const { main, stream } = this.needHeaders()
    const code = main.frameCodes[cursor.byte()]
    if (!code || (code.flags & FLAG.invalid) !== 0) throw new RangeError('not NUT: an invalid frame code')
    const flags = (code.flags & FLAG.coded) === 0 ? code.flags : code.flags ^ cursor.unsigned()
    if (flags & FLAG.streamId) cursor.unsigned()
    const pts = flags & FLAG.codedPts ? this.codedPts(cursor.unsigned(), stream) : this.lastPts + code.ptsDelta
    const msb = flags & FLAG.sizeMsb ? cursor.unsigned() : 0
    if (flags & FLAG.matchTime) cursor.signed()
    const headerIndex = flags & FLAG.headerIndex ? cursor.unsigned() : code.headerIndex
    for (let left = flags & FLAG.reserved ? cursor.unsigned() : code.reserved; left > 0; left--) cursor.unsigned()
    if (flags & FLAG.checksum) cursor.skip(4)
    this.beginFrame(pts, this.frameSize(code, msb) - (main.elisionBytes[headerIndex] ?? 0), main, stream)
  }

  private frameSize(code: FrameCode, msb: number): number {
    return code.sizeLsb + msb * code.sizeMul
  }

  private beginFrame(pts: number, size: number, main: MainHeader, stream: StreamHeader): void {
    const base = main.timeBases[stream.timeBaseIndex]
    if (!base) throw new RangeError('not NUT: a time base is missing')
    this.lastPts = pts
    this.target = this.handlers.frameBegins((pts * base.num * 1000) / base.den, size)
    this.written = 0
    this.payloadLeft = size
    if (size === 0) this.handlers.frameEnds()
  }

  /** Low bits relative to the last pts, or the whole pts beyond one full turn of them. */
  private codedPts(coded: number, stream: StreamHeader): number {
    const turn = 2 ** stream.msbPtsShift
    if (coded >= turn) return coded - turn
    const base = this.lastPts - Math.floor((turn - 1) / 2)
    return base + ((((coded - base) % turn) + turn) % turn)
  }

  private needHeaders(): { main: MainHeader; stream: StreamHeader } {
    if (!this.main || !this.streamHeader) throw new RangeError('not NUT: a frame before the headers')
    return { main: this.main, stream: this.streamHeader }
  }
}
