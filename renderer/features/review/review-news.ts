import { onEventNews, type EventNews } from '../../stores/events.ts'
import { fits } from './filters.ts'
import { inserted, replaced, without } from './review-list.ts'
import { refresh } from './review-refresh.ts'
import { asking, useReview } from './review-store.ts'

/** Follows the engine's news; an event that no longer fits stays in view until the next reading, so that nothing jumps away under the hand. */
export const followNews = (): (() => void) => onEventNews(takeNews)

function takeNews(news: EventNews): void {
  const { sections, arrived, filters, loaded, atTop } = useReview.getState()
  if (news.type === 'reload') return refresh()
  if (news.type === 'removed') {
    return useReview.setState({ sections: without(sections, news.id), arrived: arrived.filter(({ id }) => id !== news.id) })
  }
  const { event } = news
  if (sections.some(({ items }) => items.some(({ id }) => id === event.id))) return useReview.setState({ sections: replaced(sections, event) })
  if (arrived.some(({ id }) => id === event.id)) return useReview.setState({ arrived: arrived.map((one) => (one.id === event.id ? event : one)) })
  if (!loaded || !fits(event, filters, asking())) return
  const next = inserted(sections, [event])
  if (next.every((section, index) => section === sections[index])) return
  if (atTop) useReview.setState({ sections: next })
  else useReview.setState({ arrived: [event, ...arrived] })
}
