import type { Event } from '../../common/contracts/event.ts'
import { type MediaFile, parseMediaFile, pinnedFileOf } from '../../common/footage/media-file.ts'
import type { Catalogue } from './catalogue.ts'
import type { EventFiles } from './event-files.ts'
import type { FootageFile } from './footage-file.ts'
import type { MediaFiles } from './media-files.ts'
import { forget, measured, storedClip } from './recover.ts'
import type { Rollups } from './rollups.ts'
import type { Segments } from './segments.ts'

export interface DropParts {
  readonly catalogue: Catalogue
  readonly files: EventFiles
  readonly media: MediaFiles
  readonly rollups: Rollups
  readonly segments: Segments
  readonly now: () => number
}

export interface Step { readonly done: boolean; readonly freedBytes: number }
const more = (freedBytes = 0): Step => ({ done: false, freedBytes })
const DONE: Step = { done: true, freedBytes: 0 }

/** Each keeps a step at a few milliseconds. */
const EVENTS_A_STEP = 100
const COPY_BYTES = 512 * 1024

/** One step of a file's way out; the order of steps is what makes a crash between any two of them harmless. */
export function dropStep(parts: DropParts, file: MediaFile): Step {
  const { catalogue, files, media, rollups } = parts
  if (parseMediaFile(file).day === null) return dropUnpinned(parts, file)
  if (!files.isDropped(file)) {
    const [pinned] = files.pinned(file, 1)
    if (pinned !== undefined) return moveStep(parts, pinned, file)
    const [reaching] = files.reachingInto(file)
    if (reaching !== undefined) return leaveStep(parts, reaching, file)
    if (!media.has(file) && !files.counts().some((count) => count.file === file)) return DONE
    files.drop(file)
    catalogue.index.hide(file)
    return more()
  }
  const freedBytes = media.unlink(file)
  if (freedBytes !== null && freedBytes > 0) return more(freedBytes)
  rollups.forget(file)
  const deletion = files.deletions()[0]
  if (deletion) {
    forget(media, deletion.eventId, deletion.file)
    files.deletionDone(deletion.eventId, deletion.file)
    return more()
  }
  if (catalogue.deleteDropped(file, EVENTS_A_STEP)) return more()
  // The last bytes are still being given back.
  if (freedBytes === null) return more()
  files.dropDone(file)
  return DONE
}

/** One step towards nothing in a file being older than `beforeMs`: events first, then what was recorded for itself. Events under way stay, with what they show. */
export function trimStep(parts: DropParts, file: MediaFile, beforeMs: number): Step {
  const { catalogue, files, media } = parts
  const [old] = catalogue.endedBefore(file, beforeMs, 1)
  if (old?.pinned === true) {
    const step = moveStep(parts, old.id, file)
    // The file stays, so what was copied out of it has to go by itself.
    if (files.mainOf(old.id) !== file) forget(media, old.id, file)
    return step
  }
  if (old) {
    removeEvent(parts, old.id)
    return more()
  }
  const isOver = (event: Event | null): boolean => event !== null && event.clip.state !== 'recording' && Date.parse(event.startedAt) < beforeMs
  const reaching = files.reachingInto(file).find((id) => isOver(catalogue.get(id)))
  if (reaching !== undefined) return leaveStep(parts, reaching, file)
  const freedBytes = media.has(file) ? media.write(file, (footage) => footage.trim(beforeMs)) : null
  return freedBytes === null ? DONE : more(freedBytes)
}

function removeEvent({ catalogue, files, media }: DropParts, id: string): void {
  catalogue.delete(id)
  for (const deletion of files.deletions().filter(({ eventId }) => eventId === id)) {
    forget(media, id, deletion.file)
    files.deletionDone(id, deletion.file)
  }
}

/** The file of pinned events never goes; what is pinned no longer does. */
function dropUnpinned(parts: DropParts, file: MediaFile): Step {
  const [id] = parts.catalogue.unpinnedIn(file, 1)
  if (id === undefined) return DONE
  removeEvent(parts, id)
  return more()
}

/** A pinned event's main file is dropped: everything of it there moves. */
function moveStep({ catalogue, media }: DropParts, eventId: string, file: MediaFile): Step {
  const camera = catalogue.get(eventId)?.camera ?? parseMediaFile(file).camera ?? ''
  if (copied(media, eventId, file, camera)) catalogue.move(eventId, pinnedFileOf(camera))
  return more()
}

/** An event of another file has rows here: pinned, they move; else its clip is shorter from now on. */
function leaveStep({ catalogue, files, media, segments, now }: DropParts, eventId: string, file: MediaFile): Step {
  const event = catalogue.get(eventId)
  if (event?.pinned === true) {
    if (!copied(media, eventId, file, event.camera)) return more()
    files.link(eventId, pinnedFileOf(event.camera))
    files.unlink(eventId, file)
    return more()
  }
  files.unlink(eventId, file)
  if (event && (event.clip.state === 'saved' || event.clip.state === 'partial')) {
    const clip = measured(event.clip, storedClip(segments.parts(eventId)))
    catalogue.put({ ...event, clip: { ...clip, state: 'partial', reason: `What this clip had on ${parseMediaFile(file).day ?? ''} was deleted with the recordings of that day.` } }, now())
  }
  return more()
}

/** Copies some of an event's rows to the file of pinned events; true when all are there, with its claims and its picture. Idempotent. */
function copied(media: MediaFiles, eventId: string, file: MediaFile, camera: string): boolean {
  const target = pinnedFileOf(camera)
  return media.read(file, (from) => {
    const runs = from.claims.of(eventId)
    const jpeg = from.snapshots.get(eventId)
    let all = true
    media.write(target, (to) => to.transaction(() => {
      let left = COPY_BYTES
      const moved = runs.map((run) => {
        const { id: _id, alignment, ...stored } = from.streams.get(run.stream)
        // Clips of older versions are numbered anew in every file: below zero, apart from epochs and by day.
        const head = { ...stored, camera, epoch: stored.timescale === 0 ? -(dayNumber(file) * 1_000_000 + run.stream) : stored.epoch }
        const stream = to.streams.find(head.camera, head.epoch) ?? to.streams.open(head)
        for (const row of from.rows.list(run.stream, run.from, run.to)) {
          if (to.rows.get(stream, row.index)) continue
          if (left <= 0) all = false
          if (!all) break
          left -= row.bytes
          copyRow(from, to, { camera: head.camera, epoch: head.epoch, stream: run.stream, row, alignment })
        }
        return { part: run.part, stream, from: run.from, to: run.to }
      })
      if (!all) return
      for (const run of moved) to.claims.add({ eventId, part: run.part }, run)
      if (jpeg) to.snapshots.put(eventId, jpeg)
    }))
    return all
  }) ?? true
}

function copyRow(from: FootageFile, to: FootageFile, { camera, epoch, stream, row, alignment }: {
  camera: string; epoch: number; stream: number; row: ReturnType<FootageFile['rows']['list']>[number]; alignment: ReturnType<FootageFile['streams']['get']>['alignment']
}): void {
  const { index } = row
  const [bytes = new Uint8Array()] = from.rows.bytes(stream, index, index + 1)
  to.append({ camera, epoch, rows: [{ ...row, bytes, kept: false }], tracks: from.rows.tracks(stream, index, index + 1), alignment, claims: [] })
}

const dayNumber = (file: MediaFile): number => Math.floor(Date.parse(parseMediaFile(file).day ?? '1970-01-01') / 86_400_000)
