import { createFile, MP4BoxBuffer } from 'mp4box'
import { boxesIn, findBox, viewOf } from './boxes.ts'

/** What stands before the first fragment (ftyp + moov), and what it says. */
export interface InitSegment {
  readonly bytes: Uint8Array
  /** ffmpeg's name where there is one of the usual codecs: `h264`, `hevc`, `av1`, …; otherwise the sample entry's four letters. */
  readonly codec: string
  /** RFC 6381. */
  readonly codecString: string
  readonly trackId: number
  /** Ticks per second of every time in the video's fragments. */
  readonly timescale: number
  readonly width: number
  readonly height: number
  /** What a fragment of the video means where it says nothing. */
  readonly defaults: SampleDefaults
  readonly audio: { readonly codecString: string; readonly trackId: number; readonly timescale: number; readonly defaults: SampleDefaults } | null
}

export interface SampleDefaults {
  readonly duration: number
  readonly flags: number
}

const CODEC_NAMES: Readonly<Record<string, string>> = {
  avc1: 'h264', avc3: 'h264', hvc1: 'hevc', hev1: 'hevc', av01: 'av1', vp09: 'vp9', vp08: 'vp8', mp4v: 'mpeg4',
}

interface MovieTrack {
  readonly id: number
  readonly codec: string
  readonly timescale: number
  readonly video?: { readonly width: number; readonly height: number }
}

/** Of the sound's own stream. Throws a RangeError when there is no sound in it. */
export function parseSoundInit(bytes: Uint8Array): NonNullable<InitSegment['audio']> {
  const track = tracksOf(bytes)?.audioTracks[0]
  if (!track) throw new RangeError('the recorded sound has no audio track')
  return { codecString: track.codec, trackId: track.id, timescale: track.timescale, defaults: defaultsOf(viewOf(bytes), track.id) }
}

/** Throws a RangeError when there is no video track in it. */
export function parseInit(bytes: Uint8Array): InitSegment {
  const movie = tracksOf(bytes)
  const track = movie?.videoTracks[0]
  if (!track) throw new RangeError('the recorded stream has no video track')
  const sound = movie?.audioTracks[0]
  const view = viewOf(bytes)
  return {
    bytes,
    codec: CODEC_NAMES[track.codec.slice(0, 4)] ?? track.codec.slice(0, 4),
    codecString: track.codec,
    trackId: track.id,
    timescale: track.timescale,
    width: track.video?.width ?? 0,
    height: track.video?.height ?? 0,
    defaults: defaultsOf(view, track.id),
    audio: sound ? { codecString: sound.codec, trackId: sound.id, timescale: sound.timescale, defaults: defaultsOf(view, sound.id) } : null,
  }
}

interface Movie { readonly videoTracks: readonly MovieTrack[]; readonly audioTracks: readonly MovieTrack[] }

function tracksOf(bytes: Uint8Array): Movie | null {
  const file = createFile()
  let info: Parameters<NonNullable<typeof file.onReady>>[0] | null = null
  file.onReady = (movie) => { info = movie }
  // A copy: mp4box keeps and marks the buffer it is given.
  file.appendBuffer(MP4BoxBuffer.fromArrayBuffer(new Uint8Array(bytes).buffer, 0), true)
  return info
}

/** trex: version and flags, track id, sample description, then duration, size, flags. */
function defaultsOf(view: DataView, trackId: number): SampleDefaults {
  const mvex = findBox(view, ['moov', 'mvex'])
  for (const box of mvex ? boxesIn(view, mvex.bodyAt, mvex.end) : []) {
    if (box.type === 'trex' && view.getUint32(box.bodyAt + 4) === trackId) return { duration: view.getUint32(box.bodyAt + 12), flags: view.getUint32(box.bodyAt + 20) }
  }
  return { duration: 0, flags: 0 }
}

/** Whether fragments of the one may follow fragments of the other in one file: their samples mean the same. */
export const sameStream = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(sampleDescriptions(a), sampleDescriptions(b)) === 0

/** Every track's stsd and time scale: what a decoder is set up by. */
function sampleDescriptions(init: Uint8Array): Buffer {
  const view = viewOf(init)
  const moov = findBox(view, ['moov'])
  const parts: Uint8Array[] = []
  for (const trak of moov ? boxesIn(view, moov.bodyAt, moov.end) : []) {
    if (trak.type !== 'trak') continue
    const stsd = findBox(view, ['mdia', 'minf', 'stbl', 'stsd'], trak.bodyAt, trak.end)
    const mdhd = findBox(view, ['mdia', 'mdhd'], trak.bodyAt, trak.end)
    if (stsd) parts.push(init.subarray(stsd.at, stsd.end))
    if (mdhd) parts.push(init.subarray(mdhd.bodyAt + 12, mdhd.bodyAt + 16))
  }
  return Buffer.concat(parts)
}
