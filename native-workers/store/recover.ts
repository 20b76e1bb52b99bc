import type { Event } from '../../common/contracts/event.ts'
import type { Catalogue } from './catalogue.ts'
import type { ClipSummary } from './media-day.ts'
import type { MediaFiles } from './media-files.ts'

/**
 * Ends what a crash left open. `openEventIds` are those the engine still has in hand (only the store died): they go on.
 * Returns the events that changed.
 */
export function recover({ catalogue, media, openEventIds, nowMs }: {
  catalogue: Catalogue
  media: MediaFiles
  openEventIds: ReadonlySet<string>
  nowMs: number
}): Event[] {
  const repaired: Event[] = []
  for (const { event, touchedMs } of catalogue.open()) {
    if (openEventIds.has(event.id)) continue
    const day = catalogue.dayOf(event.id)
    const summary = day === null ? null : media.read(day, (file) => file.summary(event.id))
    const next = repairEvent({ event, touchedMs, summary, nowMs })
    catalogue.put(next, touchedMs)
    repaired.push(next)
  }
  return repaired
}

/** Pure: how an event ends that nobody ended. */
export function repairEvent({ event, touchedMs, summary, nowMs }: { event: Event; touchedMs: number; summary: ClipSummary | null; nowMs: number }): Event {
  const clipEndMs = summary && summary.fragments > 0 ? summary.startWallMs + summary.endMs : 0
  // The last moment anything was heard of it; a clock that was set back must not end it before it began.
  const lastMs = Math.max(Date.parse(event.startedAt), Math.min(nowMs, Math.max(touchedMs, clipEndMs)))
  return {
    ...event,
    state: 'ended',
    endedAt: event.endedAt ?? new Date(lastMs).toISOString(),
    clip: event.clip.state === 'recording' ? repairClip(event.clip, summary) : event.clip,
  }
}

function repairClip(clip: Event['clip'], summary: ClipSummary | null): Event['clip'] {
  if (!summary || summary.fragments === 0) {
    return { ...clip, state: 'failed', seconds: 0, bytes: 0, verified: false, reason: 'Vigil was stopped before anything of this clip was stored.' }
  }
  const kept = { ...clip, seconds: Math.round(summary.endMs) / 1000, bytes: summary.bytes }
  if (clip.verified) return { ...kept, state: 'saved', reason: 'Vigil was stopped while recording: the clip ends there; its trigger frame is stored and was checked.' }
  return { ...kept, state: 'partial', reason: 'Vigil was stopped while recording, before the trigger frame could be checked.' }
}

/** Deletes the media of events that are gone from the catalogue: now, and what an earlier crash left of a deletion. */
export function finishDeletions({ catalogue, media }: { catalogue: Catalogue; media: MediaFiles }): void {
  for (const { id, day } of catalogue.pendingDeletions()) {
    media.read(day, (file) => file.delete(id))
    catalogue.deletionDone(id)
  }
}
