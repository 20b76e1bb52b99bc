import type { Event } from '../../../common/contracts/event.ts'

export type EventNews = { readonly type: 'event'; readonly event: Event } | { readonly type: 'removed'; readonly id: string } | { readonly type: 'reload' }

/** Tells everybody who listens what became of events, after it was stored. */
export class EventFeed {
  private readonly listeners = new Set<(news: EventNews) => void>()

  subscribe(listener: (news: EventNews) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  publish(news: EventNews): void {
    for (const listener of this.listeners) listener(news)
  }
}
