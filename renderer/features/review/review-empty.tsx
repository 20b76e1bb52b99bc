import { CheckCheck, Film, FilterX, TriangleAlert } from 'lucide-react'
import { Button } from '../../ui/kit/button.tsx'
import { Empty } from '../../ui/kit/empty.tsx'
import { isFiltered, withoutFilters } from './filters.ts'
import { setFilters } from './review-address.ts'
import { reload, useReview } from './review-store.ts'

/** Nothing to show, for one of four reasons. */
export function ReviewEmpty({ problem }: { readonly problem: string | null }) {
  const filters = useReview((state) => state.filters)
  if (problem !== null) {
    return <Empty icon={<TriangleAlert />} title="The events could not be read" actions={<Button onClick={() => void reload()}>Try again</Button>}>{problem}</Empty>
  }
  if (isFiltered(filters)) {
    return (
      <Empty icon={<FilterX />} title="No event fits these filters" actions={<Button onClick={() => setFilters(withoutFilters(filters))}>Clear the filters</Button>}>
        Take one away, or choose a longer time.
      </Empty>
    )
  }
  if (filters.view === 'queue') {
    return (
      <Empty
        icon={<CheckCheck className="tone-live" />} title="All reviewed. Well kept." testId="all-reviewed"
        actions={(
          <>
            <Button onClick={() => setFilters({ view: 'list' })}>Look at all events</Button>
            <Button onClick={() => setFilters({ view: 'list', when: 'today', reviewed: 'yes' })}>What was reviewed today</Button>
          </>
        )}
      >
        Nothing waits for you. The next event comes here the moment it begins.
      </Empty>
    )
  }
  return (
    <Empty icon={<Film />} title="No events yet" testId="no-events">
      When a camera sees a person, a car or another label it watches for, the event and its clip appear here.
    </Empty>
  )
}
