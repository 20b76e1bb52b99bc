import { useEffect, useMemo } from 'react'
import './review-screen.css'
import { useLink } from '../../stores/link.ts'
import { go, useRoute } from '../../stores/route.ts'
import { EventDetail } from './event-detail.tsx'
import { EventGrid } from './event-grid.tsx'
import { FilterBar } from './filter-bar.tsx'
import { ReviewEmpty } from './review-empty.tsx'
import { followNews, reload, useReview } from './review-store.ts'
import { useReviewKeys } from './use-review-keys.ts'

export function ReviewScreen() {
  const { items, leaving, loaded, problem } = useReview()
  const open = useLink((link) => link.state.at === 'open')
  const chosen = useRoute((state) => state.route.rest[0] ?? null)
  const shown = useMemo(() => items.filter((event) => !leaving.has(event.id)), [items, leaving])
  useEffect(followNews, [])
  useEffect(() => {
    if (open) void reload()
  }, [open])
  useReviewKeys(shown, chosen)

  return (
    <div className={`review ${chosen ? 'review-open' : ''}`}>
      <div className="review-list">
        <FilterBar shown={shown.length} />
        {loaded && shown.length > 0 && <EventGrid events={shown} chosen={chosen} onChoose={(id) => go('review', id)} />}
        {(problem !== null || (loaded && shown.length === 0)) && <ReviewEmpty problem={problem} />}
      </div>
      {chosen && <EventDetail key={chosen} id={chosen} known={items.find((event) => event.id === chosen)} shown={shown} />}
    </div>
  )
}
