import { createFile, MP4BoxBuffer } from 'mp4box'
import { findBox, viewOf } from './boxes.ts'

/** What stands before the first fragment (ftyp + moov), and what it says. */
export interface InitSegment {
  readonly bytes: Uint8Array
  /** ffmpeg's name where there is one of the usual codecs: `h264`, `hevc`, `av1`, …; otherwise the sample entry's four letters. */
  readonly codec: string
  /** RFC 6381. */
  readonly codecString: string
  /** Ticks per second of every time in the fragments. */
  readonly timescale: number
  readonly width: number
  readonly height: number
  /** What a fragment means where it says nothing. */
  readonly defaults: { readonly duration: number; readonly flags: number }
}

const CODEC_NAMES: Readonly<Record<string, string>> = {
  avc1: 'h264', avc3: 'h264', hvc1: 'hevc', hev1: 'hevc', av01: 'av1', vp09: 'vp9', vp08: 'vp8', mp4v: 'mpeg4',
}

/** Throws a RangeError when there is no video track in it. */
export function parseInit(bytes: Uint8Array): InitSegment {
  const file = createFile()
  let info: Parameters<NonNullable<typeof file.onReady>>[0] | null = null
  file.onReady = (movie) => { info = movie }
  // A copy: mp4box keeps and marks the buffer it is given.
  file.appendBuffer(MP4BoxBuffer.fromArrayBuffer(bytes.slice().buffer, 0), true)
  const movie = info as { videoTracks: readonly { codec: string; timescale: number; video?: { width: number; height: number } }[] } | null
  const track = movie?.videoTracks[0]
  if (!track) throw new RangeError('the recorded stream has no video track')
  const view = viewOf(bytes)
  const trex = findBox(view, ['moov', 'mvex', 'trex'])
  return {
    bytes,
    codec: CODEC_NAMES[track.codec.slice(0, 4)] ?? track.codec.slice(0, 4),
    codecString: track.codec,
    timescale: track.timescale,
    width: track.video?.width ?? 0,
    height: track.video?.height ?? 0,
    // trex: version and flags, track id, sample description, then duration, size, flags.
    defaults: trex ? { duration: view.getUint32(trex.bodyAt + 12), flags: view.getUint32(trex.bodyAt + 20) } : { duration: 0, flags: 0 },
  }
}
