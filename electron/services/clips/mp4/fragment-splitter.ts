import { readBoxHeader, viewOf } from './boxes.ts'
import { parseFragment, type Fragment } from './fragment.ts'
import { parseInit, type InitSegment } from './init-segment.ts'

/** A box larger than this is no video frame of a camera but a lost stream. */
const MAX_BOX_BYTES = 64 * 1024 * 1024

/**
 * Cuts ffmpeg's fragmented MP4 (`-movflags +frag_every_frame+empty_moov+default_base_moof`), as it comes from a pipe in any
 * pieces, into the init segment and the fragments. `push` throws a RangeError when the stream is not that.
 */
export function createFragmentSplitter({ onInit, onFragment }: {
  onInit: (init: InitSegment) => void
  onFragment: (fragment: Fragment) => void
}): { push(chunk: Uint8Array): void } {
  // Pieces of the box under way. They are put together once, when the box is whole: no quadratic copying of large keyframes.
  let parts: Uint8Array[] = []
  let length = 0
  let wanted = 8
  // Whole boxes that wait for their partner: ftyp for moov, moof for mdat.
  let held: Uint8Array[] = []
  let init: InitSegment | null = null

  const takeBox = (type: string, box: Uint8Array): void => {
    if (type === 'ftyp' || type === 'moof') {
      held = [box]
    } else if (type === 'moov') {
      init = parseInit(join([...held, box]))
      held = []
      onInit(init)
    } else if (type === 'mdat' && held.length > 0) {
      if (!init) throw new RangeError('not a fragmented MP4 stream: a fragment before the moov')
      const bytes = join([...held, box])
      held = []
      onFragment(parseFragment(bytes, init))
    }
    // Anything else (styp, sidx, mfra at the end) says nothing a clip needs.
  }

  /** Reads on in what is collected; false when more bytes are needed. */
  const step = (): boolean => {
    if (length < wanted) return false
    const bytes = join(parts)
    parts = [bytes]
    const header = readBoxHeader(viewOf(bytes), 0)
    if (!header) { wanted = 16; return false }
    if (header.size > MAX_BOX_BYTES) throw new RangeError(`not a fragmented MP4 stream: box ${JSON.stringify(header.type)} of ${header.size} bytes`)
    if (bytes.length < header.size) { wanted = header.size; return false }
    takeBox(header.type, bytes.subarray(0, header.size))
    parts = bytes.length > header.size ? [bytes.subarray(header.size)] : []
    length = bytes.length - header.size
    wanted = 8
    return true
  }

  return {
    push(chunk) {
      if (chunk.length === 0) return
      parts.push(chunk)
      length += chunk.length
      let more = true
      while (more) more = step()
    },
  }
}

/** Always a copy of exact size: a pipe's chunk is part of a pool that would otherwise live as long as the fragment. */
function join(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts
  if (parts.length === 1 && only) return only
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
