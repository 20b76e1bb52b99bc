import type { StageTimes } from '../stages.ts'
import type { AnalysisOutcome } from '../ledger.ts'
import type { TrackState } from '../frame-result.ts'

/**
 * One frame on its way to a viewer: picture and boxes in one message, under one id, so that they cannot part.
 *
 *   bytes 0..3   magic "VGF1"
 *   bytes 4..7   length of the JSON header, little endian
 *   bytes 8..    JSON header (ViewerFrameHeader), UTF-8, padded with spaces so that the picture starts at a multiple of 8
 *   rest         I420 picture: Y (w*h), U (w/2*h/2), V (w/2*h/2), no padding between rows
 */
export interface ViewerFrameHeader {
  readonly cameraId: string
  readonly epoch: number
  readonly sequence: number
  readonly ptsMs: number
  /** Wall clock, milliseconds since 1970. */
  readonly capturedAtMs: number
  /** Engine's wall clock when this message was sent; `capturedAtMs` and this tell the picture's age. */
  readonly sentAtMs: number
  readonly width: number
  readonly height: number
  readonly outcome: AnalysisOutcome
  readonly tracks: readonly TrackState[]
  /** Zones that hold an object now. */
  readonly occupiedZones: readonly string[]
  readonly motionActive: boolean
  readonly stages: StageTimes
}

const MAGIC = 0x31464756 // "VGF1" read as little endian
const PREFIX = 8
const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Bytes of an I420 picture; width and height must be even. */
export const i420Size = (width: number, height: number): number => (width * height * 3) / 2

/** Returns an exact-size array: ports and sockets send the whole backing buffer of a subarray. */
export function encodeViewerFrame(header: ViewerFrameHeader, picture: Uint8Array): Uint8Array<ArrayBuffer> {
  const json = encoder.encode(JSON.stringify(header))
  const pictureAt = (PREFIX + json.length + 7) & ~7
  const message = new Uint8Array(pictureAt + picture.length)
  const view = new DataView(message.buffer)
  view.setUint32(0, MAGIC, true)
  view.setUint32(4, pictureAt - PREFIX, true)
  message.set(json, PREFIX)
  message.fill(0x20, PREFIX + json.length, pictureAt)
  message.set(picture, pictureAt)
  return message
}

/** Throws a RangeError when the message is not a whole frame; the picture is a view into `message`. */
export function decodeViewerFrame(message: Uint8Array): { header: ViewerFrameHeader; picture: Uint8Array } {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength)
  if (message.length < PREFIX || view.getUint32(0, true) !== MAGIC) throw new RangeError('not a viewer frame: wrong magic')
  const pictureAt = PREFIX + view.getUint32(4, true)
  if (pictureAt > message.length) throw new RangeError('not a viewer frame: header longer than the message')
  const header = JSON.parse(decoder.decode(message.subarray(PREFIX, pictureAt))) as ViewerFrameHeader
  const picture = message.subarray(pictureAt)
  const expected = i420Size(header.width, header.height)
  if (picture.length !== expected) throw new RangeError(`not a viewer frame: expected ${expected} bytes of picture, got ${picture.length}`)
  return { header, picture }
}
