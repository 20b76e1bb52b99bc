import type { Event } from '../../common/contracts/event.ts'
import { clipTimeline } from '../../common/footage/clip-timeline.ts'
import type { MediaFile } from '../../common/footage/media-file.ts'
import type { FootageSegment } from '../../common/wire/store-messages.ts'
import type { Catalogue } from './catalogue.ts'
import type { EventFiles } from './event-files.ts'
import { MediaDamaged, type MediaFiles } from './media-files.ts'
import type { Segments } from './segments.ts'
import { endWallMs } from './spans.ts'

/** What is stored of an event's clip. */
export interface StoredClip {
  /** In order, without those that have nothing. */
  readonly parts: readonly { readonly seconds: number; readonly bytes: number }[]
  /** Of the first part. */
  readonly gaps: readonly [number, number][]
  /** Wall clock of its end; 0 where there is none. */
  readonly endWallMs: number
}

/**
 * Ends what a crash left open. `openEventIds` are those the engine still has in hand (only the store died): they go on.
 * Returns the events that changed.
 */
export function recover({ catalogue, segments, openEventIds, nowMs }: {
  catalogue: Catalogue
  segments: Segments
  openEventIds: ReadonlySet<string>
  nowMs: number
}): Event[] {
  const repaired: Event[] = []
  for (const { event, touchedMs } of catalogue.open()) {
    if (openEventIds.has(event.id)) continue
    const next = repairEvent({ event, touchedMs, stored: readClip(segments, event.id), nowMs })
    catalogue.put(next, touchedMs)
    repaired.push(next)
  }
  return repaired
}

/** A file that turns out damaged here was moved aside and reported where it was met; what it held of the clip is lost. */
function readClip(segments: Segments, eventId: string): StoredClip {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return storedClip(segments.parts(eventId))
    } catch (error) {
      // Every attempt moves one file aside; a clip lies in no more than a few.
      if (!(error instanceof MediaDamaged) || attempt === 3) throw error
    }
  }
}

/** What the rows say about a clip. */
export function storedClip(parts: ReadonlyMap<number, readonly FootageSegment[]>): StoredClip {
  const rows = [...parts.values()].flat().flatMap((segment) => segment.rows)
  const timelines = [...parts.values()].map((segments) => ({ segments, timeline: clipTimeline(segments) }))
  return {
    // As whoever recorded it counts: from the first picture on, and with what a player needs before the first row.
    parts: timelines.map(({ segments, timeline }) => ({
      seconds: Math.round(timeline.durationMs - (timeline.segments[0]?.fromMs ?? 0)) / 1000,
      bytes: segments.reduce((sum, segment) => sum + segment.rows.reduce((size, row) => size + row.bytes, 0), segments[0]?.init.length ?? 0),
    })),
    gaps: timelines[0]?.timeline.gaps ?? [],
    endWallMs: rows.reduce((latest, row) => Math.max(latest, endWallMs(row)), 0),
  }
}

/** Pure: how an event ends that nobody ended. */
export function repairEvent({ event, touchedMs, stored, nowMs }: { event: Event; touchedMs: number; stored: StoredClip; nowMs: number }): Event {
  // The last moment anything was heard of it; a clock that was set back must not end it before it began.
  const lastMs = Math.max(Date.parse(event.startedAt), Math.min(nowMs, Math.max(touchedMs, stored.endWallMs)))
  return {
    ...event,
    state: 'ended',
    endedAt: event.endedAt ?? new Date(lastMs).toISOString(),
    clip: event.clip.state === 'recording' ? repairClip(event.clip, stored) : event.clip,
  }
}

function repairClip(clip: Event['clip'], stored: StoredClip): Event['clip'] {
  if (stored.parts.length === 0) {
    return { ...clip, state: 'failed', seconds: 0, bytes: 0, verified: false, reason: 'Vigil was stopped before anything of this clip was stored.' }
  }
  const kept = measured(clip, stored)
  if (clip.verified) return { ...kept, state: 'saved', reason: 'Vigil was stopped while recording: the clip ends there; its trigger frame is stored and was checked.' }
  return { ...kept, state: 'partial', reason: 'Vigil was stopped while recording, before the trigger frame could be checked.' }
}

/** Lengths and sizes as they are stored. */
export function measured(clip: Event['clip'], { parts, gaps }: StoredClip): Event['clip'] {
  const { parts: _parts, gaps: _gaps, ...rest } = clip
  const sum = (of: 'seconds' | 'bytes'): number => parts.reduce((total, part) => total + part[of], 0)
  return {
    ...rest, seconds: Math.round(sum('seconds') * 1000) / 1000, bytes: sum('bytes'),
    ...(gaps.length > 0 && { gaps: [...gaps] }), ...(parts.length > 1 && { parts: [...parts] }),
  }
}

/** Deletes the media of events that are gone from the catalogue: now, and what an earlier crash left of a deletion. */
export function finishDeletions({ files, media }: { files: EventFiles; media: MediaFiles }): void {
  for (const { eventId, file } of files.deletions()) {
    forget(media, eventId, file)
    files.deletionDone(eventId, file)
  }
}

/** What an event has in a file; a file that turns out damaged has nothing any more. */
export function forget(media: MediaFiles, eventId: string, file: MediaFile): void {
  if (!media.has(file)) return
  try {
    media.write(file, (footage) => footage.forget(eventId))
  } catch (error) {
    if (!(error instanceof MediaDamaged)) throw error
  }
}
