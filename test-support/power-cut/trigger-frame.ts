import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { clipTimeline } from '../../common/footage/clip-timeline.ts'
import type { Event } from '../../common/contracts/event.ts'
import type { Store } from '../../common/wire/store-messages.ts'
import { openFootageFile, storedSegment } from '../../electron/services/clips/footage-file.ts'
import { type DecodedFrame, decodedFrames } from '../ffmpeg-clips.ts'

/** Time stamps of clip and analysis round to their own time bases. */
const SAME_FRAME_MS = 2

/** What an event's clip shows at its trigger: the fingerprint of the decoded frame, or why there is none. */
export type TriggerFrame = { readonly md5: string } | { readonly missing: string }
export type TriggerReader = (store: Pick<Store, 'clipSegments' | 'readRows' | 'readTracks'>, event: Event) => Promise<TriggerFrame>

/** Reads clips from their beginning to the row of the trigger, and decodes them without forgiving anything. The same bytes are decoded once: most power cuts leave the same beginning. */
export function createTriggerReader(folder: string): TriggerReader {
  const decoded = new Map<string, readonly DecodedFrame[] | string>()
  const decode = (bytes: Buffer): readonly DecodedFrame[] | string => {
    const path = join(folder, 'trigger.mp4')
    writeFileSync(path, bytes)
    try {
      return decodedFrames(path, ['-copyts', '-xerror'])
    } catch (error) {
      return String((error as { stderr?: string }).stderr ?? error)
    }
  }
  return async (store, { id, clip: { triggerSeconds } }) => {
    if (triggerSeconds === undefined) return { missing: 'nothing is known of its trigger frame' }
    const segments = await store.clipSegments({ eventId: id, part: 1 })
    if (segments.length === 0) return { missing: 'nothing is stored of its clip' }
    const timeline = clipTimeline(segments)
    const triggerMs = triggerSeconds * 1_000
    const upTo = segments.flatMap((segment, index) => {
      const rows = segment.rows.filter(({ startMs }) => startMs + (timeline.segments[index]?.shiftMs ?? 0) <= triggerMs + SAME_FRAME_MS)
      return rows.length > 0 ? [storedSegment({ readRows: store.readRows, readTracks: store.readTracks }, { ...segment, rows })] : []
    })
    const file = openFootageFile(upTo)
    const pieces: Uint8Array[] = []
    if (file) for await (const piece of file.read(0, file.size)) pieces.push(piece)
    const bytes = Buffer.concat(pieces)
    const key = createHash('sha256').update(bytes).digest('hex')
    const frames = decoded.get(key) ?? decode(bytes)
    decoded.set(key, frames)
    if (typeof frames === 'string') return { missing: `its clip does not decode: ${frames}` }
    const frame = frames.find(({ ptsMs }) => Math.abs(ptsMs - triggerMs) <= SAME_FRAME_MS)
    return frame ? { md5: frame.md5 } : { missing: `no frame at ${triggerSeconds} s among ${frames.length}` }
  }
}
