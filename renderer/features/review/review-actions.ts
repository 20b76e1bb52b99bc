import type { Event, EventPatch } from '../../../common/contracts/event.ts'
import { nameOfCamera } from '../../stores/cameras.ts'
import { takeEventNews } from '../../stores/events.ts'
import { startExports } from '../../stores/exports.ts'
import { operatorName } from '../../stores/operator.ts'
import { doLater, say, sayError } from '../../stores/toasts.ts'
import { engine } from '../../transport/engine.ts'
import { inBatches } from './in-batches.ts'
import { markLeaving, place } from './review-store.ts'

const AT_ONCE = 6

/** As it will be, before the engine says so. */
function patched(event: Event, { note, reviewed, pinned }: EventPatch): Event {
  const others = (event.reviewedBy ?? []).filter((name) => name !== operatorName())
  return {
    ...event,
    ...(reviewed !== undefined && { reviewed: reviewed || others.length > 0, reviewedBy: reviewed ? [...others, operatorName()] : others }),
    ...(pinned !== undefined && { pinned }),
    ...(note !== undefined && { note }),
  }
}

/** Changes show at once and go back if the engine refuses. */
export async function patchEvents(events: readonly Event[], patch: EventPatch): Promise<void> {
  const full = patch.reviewed === undefined ? patch : { ...patch, by: operatorName() }
  for (const event of events) place(patched(event, patch))
  const problems: unknown[] = []
  await inBatches(events, AT_ONCE, async (event) => {
    try {
      const answer = await engine().events.patch({ id: event.id, patch: full })
      place(answer)
      takeEventNews({ type: 'event', event: answer })
    } catch (error) {
      place(event)
      problems.push(error)
    }
  })
  if (problems.length > 0) sayError(problems[0])
}

/** All reviewed, or none of them if all are already; the same for pins. */
export const turnReviewed = (events: readonly Event[]): Promise<void> => patchEvents(events, { reviewed: !events.every(({ reviewed }) => reviewed) })
export const turnPinned = (events: readonly Event[]): Promise<void> => patchEvents(events, { pinned: !events.every(({ pinned }) => pinned) })

function deletionWords(events: readonly Event[]): string {
  const [first] = events
  const pinned = events.filter((event) => event.pinned).length
  if (events.length === 1 && first) return `Deleting ${pinned > 0 ? 'a pinned event: ' : ''}${first.label} at ${nameOfCamera(first.camera)}`
  return `Deleting ${events.length} events${pinned > 0 ? `, ${pinned} of them pinned` : ''}`
}

export function removeEvents(events: readonly Event[]): void {
  const ids = events.map(({ id }) => id)
  if (ids.length === 0) return
  doLater({
    text: deletionWords(events),
    hide() {
      markLeaving(ids, true)
      return () => markLeaving(ids, false)
    },
    run: () => inBatches(ids, AT_ONCE, (id) => engine().events.remove({ id })),
  })
}

export const hasClip = (event: Event): boolean => event.clip.state === 'saved' || event.clip.state === 'partial'

/** What is on disk of a clip can be looked at while the rest of it is being recorded. */
export const isPlayable = (event: Event): boolean => hasClip(event) || (event.clip.state === 'recording' && event.clip.verified && event.clip.bytes > 0)

/** One plain MP4 of each. */
export function exportEvents(events: readonly Event[]): void {
  const saved = events.filter(hasClip)
  if (saved.length === 0) return void say({ text: events.length === 1 ? 'There is no clip to save yet.' : 'None of these events has a clip to save yet.', tone: 'bad' })
  void startExports(saved.map(({ id }) => ({ source: { eventId: id }, kind: 'mp4', burnIn: { boxes: false, time: false, privacy: false } })))
}
