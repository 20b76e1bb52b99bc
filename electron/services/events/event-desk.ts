import type { Event, EventPatch } from '../../../common/contracts/event.ts'
import type { Store } from '../../../common/wire/store-messages.ts'
import type { EventFeed } from './event-feed.ts'

type Marks = Pick<Event, 'reviewed' | 'reviewedBy' | 'pinned' | 'note'>

export interface EventDeskOptions {
  readonly store: Pick<Store, 'patchEvent'>
  /** Deletes an event with its media, also one under way; false when there was none. */
  readonly remove: (eventId: string) => Promise<boolean>
  readonly feed: EventFeed
}

/** What people do to events (mark, pin, note, delete), and the one place that tells everybody. */
export class EventDesk {
  private readonly options: EventDeskOptions
  /** Marks on events under way: their writer does not know them, the store does. */
  private readonly marks = new Map<string, Marks>()

  constructor(options: EventDeskOptions) {
    this.options = options
  }

  /** An event started, changed or ended, and is stored. */
  tell(event: Event): void {
    const mark = this.marks.get(event.id)
    this.options.feed.publish({ type: 'event', event: { ...event, ...mark } })
    if (event.state === 'ended' && event.clip.state !== 'recording') this.marks.delete(event.id)
  }

  async patch(id: string, patch: EventPatch): Promise<Event | null> {
    const event = await this.options.store.patchEvent({ id, patch })
    if (!event) return null
    if (event.state === 'active' || event.clip.state === 'recording') this.marks.set(id, marksOf(event))
    this.options.feed.publish({ type: 'event', event })
    return event
  }

  async remove(id: string): Promise<boolean> {
    const removed = await this.options.remove(id)
    this.marks.delete(id)
    if (removed) this.options.feed.publish({ type: 'removed', id })
    return removed
  }
}

const marksOf = ({ reviewed, reviewedBy, pinned, note }: Event): Marks => ({ reviewed, pinned, ...(reviewedBy !== undefined && { reviewedBy }), ...(note !== undefined && { note }) })
