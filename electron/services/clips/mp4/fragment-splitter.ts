import { readBoxHeader, viewOf } from './boxes.ts'
import { parseFragment, type Fragment, type StreamTracks } from './fragment.ts'
import { parseInit, parseSoundInit, type InitSegment } from './init-segment.ts'

/** A box larger than this is no video frame of a camera but a lost stream. */
const MAX_BOX_BYTES = 64 * 1024 * 1024

export interface FragmentSplitter {
  push(chunk: Uint8Array): void
}

/**
 * Cuts ffmpeg's fragmented MP4 (`-movflags +frag_every_frame+empty_moov+default_base_moof`), as it comes from a pipe in any
 * pieces, into the init segment and the fragments. A fragment's bytes are a window on the piece it came in, where it came in
 * one: whoever keeps it for long copies it. `push` throws a RangeError when the stream is not that.
 */
export const createFragmentSplitter = (told: { onInit: (init: InitSegment) => void; onFragment: (fragment: Fragment) => void }): FragmentSplitter => splitStream({ readInit: parseInit, ...told })

/** The same for the sound's stream; its init segment is told as it came. */
export const createSoundSplitter = ({ onInit, onFragment }: { onInit: (bytes: Uint8Array) => void; onFragment: (fragment: Fragment) => void }): FragmentSplitter => splitStream({
  readInit: (bytes) => ({ bytes, trackId: NaN, timescale: 1, defaults: { duration: 0, flags: 0 }, audio: parseSoundInit(bytes) }),
  onInit: ({ bytes }) => onInit(bytes), onFragment,
})

function splitStream<Init extends StreamTracks>({ readInit, onInit, onFragment }: {
  readInit: (bytes: Uint8Array) => Init
  onInit: (init: Init) => void
  onFragment: (fragment: Fragment) => void
}): FragmentSplitter {
  // Pieces of what is under way. They are put together once, when it is whole: no quadratic copying of large keyframes.
  let parts: Uint8Array[] = []
  let length = 0
  let wanted = 8
  let init: Init | null = null

  const take = (bytes: Uint8Array, type: string): void => {
    if (type === 'ftyp') {
      // A copy: it stays as long as the stream.
      init = readInit(new Uint8Array(bytes))
      onInit(init)
    } else if (type === 'moof') {
      if (!init) throw new RangeError('not a fragmented MP4 stream: a fragment before the moov')
      onFragment(parseFragment(bytes, init))
    }
    // Anything else (styp, sidx, mfra at the end) says nothing a clip needs.
  }

  return {
    push(chunk) {
      if (chunk.length === 0) return
      parts.push(chunk)
      length += chunk.length
      if (length < wanted) return
      const bytes = join(parts, length)
      const view = viewOf(bytes)
      let at = 0
      for (;;) {
        const unit = unitAt(view, at)
        wanted = unit.size
        if (unit.type === null || bytes.length - at < unit.size) break
        take(bytes.subarray(at, at + unit.size), unit.type)
        at += unit.size
      }
      parts = at < bytes.length ? [bytes.subarray(at)] : []
      length = bytes.length - at
    },
  }
}

/** What belongs together goes together. */
const PARTNERS: Readonly<Record<string, string>> = { ftyp: 'moov', moof: 'mdat' }

/** The box that begins at `at`, with its partner; `type` is null while its size cannot be told yet, `size` is then what is needed to tell it. */
function unitAt(view: DataView, at: number): { readonly type: string | null; readonly size: number } {
  const box = headerAt(view, at)
  if (!box) return { type: null, size: 8 }
  const partner = PARTNERS[box.type]
  if (partner === undefined) return box
  const next = headerAt(view, at + box.size)
  if (!next) return { type: null, size: box.size + 8 }
  if (next.type !== partner) throw new RangeError(`not a fragmented MP4 stream: ${JSON.stringify(next.type)} after ${box.type}, expected ${partner}`)
  return { type: box.type, size: box.size + next.size }
}

function headerAt(view: DataView, at: number): { type: string; size: number } | null {
  const header = readBoxHeader(view, at)
  if (header && header.size > MAX_BOX_BYTES) throw new RangeError(`not a fragmented MP4 stream: box ${JSON.stringify(header.type)} of ${header.size} bytes`)
  return header
}

function join(parts: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = parts
  if (parts.length === 1 && only) return only
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
