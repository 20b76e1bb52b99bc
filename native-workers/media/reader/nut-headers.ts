import type { NutBytes } from './nut-bytes.ts'

/**
 * The headers of NUT (nut-open-container specification, version 3 and 4), as far as one raw video stream needs them.
 * NUT and not Matroska: Matroska's muxer holds every cluster back until the next frame comes, which is one frame of delay.
 */
export interface FrameCode {
  readonly flags: number
  readonly streamId: number
  readonly sizeMul: number
  readonly sizeLsb: number
  readonly ptsDelta: number
  readonly reserved: number
  readonly headerIndex: number
}

export interface MainHeader {
  readonly timeBases: readonly { readonly num: number; readonly den: number }[]
  readonly frameCodes: readonly FrameCode[]
  /** Bytes each elision header stands for; index 0 is always 0. */
  readonly elisionBytes: readonly number[]
}

export interface StreamHeader {
  readonly timeBaseIndex: number
  readonly msbPtsShift: number
  readonly fourcc: string
  readonly width: number
  readonly height: number
}

export const FLAG = { codedPts: 8, streamId: 16, sizeMsb: 32, checksum: 64, reserved: 128, headerIndex: 1024, matchTime: 2048, coded: 4096, invalid: 8192 } as const

const ESCAPE = 0x4e // 'N': never a frame code, it begins every header

export function readMainHeader(bytes: NutBytes): MainHeader {
  const version = bytes.unsigned()
  if (version < 3 || version > 4) throw new RangeError(`NUT version ${version}: expected 3 or 4`)
  if (version > 3) bytes.unsigned()
  bytes.unsigned() // stream count
  bytes.unsigned() // maximum distance between sync points
  const timeBases = Array.from({ length: bytes.unsigned() }, () => ({ num: bytes.unsigned(), den: bytes.unsigned() }))
  const frameCodes = readFrameCodes(bytes)
  const elisionBytes = [0]
  for (let left = bytes.unsigned(); left > 0; left--) {
    const length = bytes.unsigned()
    bytes.skip(length)
    elisionBytes.push(length)
  }
  return { timeBases, frameCodes, elisionBytes }
}

function readFrameCodes(bytes: NutBytes): FrameCode[] {
  const codes: FrameCode[] = []
  const invalid: FrameCode = { flags: FLAG.invalid, streamId: 0, sizeMul: 1, sizeLsb: 0, ptsDelta: 0, reserved: 0, headerIndex: 0 }
  let ptsDelta = 0
  let sizeMul = 1
  let streamId = 0
  let headerIndex = 0
  while (codes.length < 256) {
    const flags = bytes.unsigned()
    const fields = bytes.unsigned()
    if (fields > 0) ptsDelta = bytes.signed()
    if (fields > 1) sizeMul = bytes.unsigned()
    if (fields > 2) streamId = bytes.unsigned()
    const size = fields > 3 ? bytes.unsigned() : 0
    const reserved = fields > 4 ? bytes.unsigned() : 0
    let count = fields > 5 ? bytes.unsigned() : sizeMul - size
    if (fields > 6) bytes.signed() // match time delta
    if (fields > 7) headerIndex = bytes.unsigned()
    for (let extra = 8; extra < fields; extra++) bytes.unsigned()
    for (let step = 0; count > 0 && codes.length < 256; ) {
      if (codes.length === ESCAPE) {
        codes.push(invalid)
        continue
      }
      codes.push({ flags, streamId, sizeMul, sizeLsb: size + step, ptsDelta, reserved, headerIndex })
      step++
      count--
    }
  }
  return codes
}

export function readStreamHeader(bytes: NutBytes): StreamHeader {
  bytes.unsigned() // stream id
  bytes.unsigned() // class
  const fourcc = String.fromCharCode(...Array.from({ length: bytes.unsigned() }, () => bytes.byte()))
  const timeBaseIndex = bytes.unsigned()
  const msbPtsShift = bytes.unsigned()
  bytes.unsigned() // maximum pts distance
  bytes.unsigned() // decode delay
  bytes.unsigned() // stream flags
  bytes.skipVariable() // codec specific data
  const width = bytes.unsigned()
  const height = bytes.unsigned()
  return { timeBaseIndex, msbPtsShift, fourcc, width, height }
}
