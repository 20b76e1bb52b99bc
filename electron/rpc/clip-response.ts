import type { ConvertedClip } from '../services/clips/conversion-desk.ts'
import type { FootageFile } from '../services/clips/footage-file.ts'
import { parseRange } from './byte-range.ts'

type Codecs = Pick<FootageFile, 'codecString' | 'soundString'>

/** Names its codecs, so that a player can be fed with it while it grows. */
const typeOf = ({ codecString, soundString }: Codecs): string => `video/mp4; codecs="${[codecString, soundString].filter(Boolean).join(',')}"`

/** The highest level there is: what is converted has the level its size asks for. */
const CONVERTED = 'avc1.640034'

/** A clip over HTTP, in parts where asked: without Range a player cannot seek. Null where there is no clip. */
export function clipResponse(file: Pick<FootageFile, 'size' | 'read'> & Codecs | null, rangeHeader: string | undefined, downloadName: string | undefined): Response | null {
  if (!file) return null
  const range = parseRange(rangeHeader, file.size)
  const headers: Record<string, string> = {
    'accept-ranges': 'bytes',
    'cache-control': 'no-cache',
    'content-type': typeOf(file),
    ...(downloadName !== undefined && { 'content-disposition': `attachment; filename="${downloadName.replace(/[^\w.-]+/g, '_') || 'clip'}"` }),
  }
  if (range === 'unsatisfiable') return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${file.size}` } })
  const { from, to } = range === 'whole' ? { from: 0, to: file.size } : range
  headers['content-length'] = String(to - from)
  if (range !== 'whole') headers['content-range'] = `bytes ${from}-${to - 1}/${file.size}`
  return new Response(streamOf(file.read(from, to)), { status: range === 'whole' ? 200 : 206, headers })
}

/** The same in H.264: with Range once it is all there; until then from the beginning, as it comes. */
export function convertedResponse(clip: ConvertedClip, { soundString }: Codecs, rangeHeader: string | undefined): Response {
  const { size } = clip
  const codecs = { codecString: CONVERTED, soundString }
  if (size !== null) return clipResponse({ size, read: (from, to) => clip.read(from, to), ...codecs }, rangeHeader, undefined) ?? new Response(null, { status: 404 })
  return new Response(streamOf(clip.read(0, null)), { headers: { 'accept-ranges': 'none', 'cache-control': 'no-cache', 'content-type': typeOf(codecs) } })
}

/** Pulled as the reader takes it: a slow player does not make us read the whole clip. */
export function streamOf(bytes: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = bytes[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const next = await iterator.next()
      if (next.done === true) controller.close()
      else controller.enqueue(next.value)
    },
    async cancel() {
      await iterator.return?.()
    },
  })
}
