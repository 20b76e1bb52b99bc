import { useRoute } from '../../stores/route.ts'
import { useCameraList } from '../../stores/use-camera-list.ts'
import { Segmented } from '../../ui/kit/segmented.tsx'
import type { View } from './filters.ts'
import { openRecordings, setFilters } from './review-address.ts'
import { useReview } from './review-store.ts'

const VIEWS: readonly { value: View; text: string }[] = [{ value: 'queue', text: 'To review' }, { value: 'list', text: 'All events' }, { value: 'recordings', text: 'Recordings' }]

/** The queue, everything by time, or what was recorded. */
export function ViewSwitch({ view }: { readonly view: View }) {
  const change = useChangeView()
  return <Segmented label="Show" value={view} options={VIEWS} onChange={change} testId="review-view" />
}

/** Recordings begin with the camera that is looked at, at the moment that is looked at. */
export function useChangeView(): (view: View) => void {
  const cameras = useCameraList()
  return (view) => {
    if (view !== 'recordings') return setFilters({ view, ...(view === 'queue' && { reviewed: 'any' }) })
    const { sections, filters } = useReview.getState()
    const id = useRoute.getState().route.rest[0]
    const event = sections.flatMap(({ items }) => items).find((one) => one.id === id)
    const first = event?.camera ?? filters.camera ?? cameras?.[0]?.id
    openRecordings(first === undefined ? [] : [first], event ? Date.parse(event.startedAt) : null)
  }
}
