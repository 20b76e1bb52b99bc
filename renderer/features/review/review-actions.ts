import type { Event, EventPatch } from '../../../common/contracts/event.ts'
import { nameOfCamera } from '../../stores/cameras.ts'
import { takeEventNews } from '../../stores/events.ts'
import { doLater, say, sayError } from '../../stores/toasts.ts'
import { eventClipUrl } from '../../transport/api-url.ts'
import { engine } from '../../transport/engine.ts'
import { saveUrl } from '../../ui/save-file.ts'
import { markLeaving, place } from './review-store.ts'

/** Changes show at once and go back if the engine refuses. */
export async function patchEvent(event: Event, patch: EventPatch): Promise<void> {
  const { note, ...flags } = patch
  place({ ...event, ...flags, ...(note !== undefined && { note }) } as Event)
  try {
    const answer = await engine().events.patch({ id: event.id, patch })
    place(answer)
    takeEventNews({ type: 'event', event: answer })
  } catch (error) {
    place(event)
    sayError(error)
  }
}

export function removeEvent(event: Event): void {
  doLater({
    text: event.pinned ? `Deleting a pinned event: ${event.label} at ${nameOfCamera(event.camera)}` : `Deleting ${event.label} at ${nameOfCamera(event.camera)}`,
    hide() {
      markLeaving(event.id, true)
      return () => markLeaving(event.id, false)
    },
    run: () => engine().events.remove({ id: event.id }),
  })
}

export const hasClip = (event: Event): boolean => event.clip.state === 'saved' || event.clip.state === 'partial'

export function exportClip(event: Event): void {
  if (!hasClip(event)) return void say({ text: 'There is no clip to save yet.', tone: 'bad' })
  const at = new Date(event.startedAt)
  const stamp = new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19).replace('T', '_').replaceAll(':', '-')
  saveUrl(eventClipUrl(event.id), `${event.camera}_${event.label}_${stamp}.mp4`)
}
