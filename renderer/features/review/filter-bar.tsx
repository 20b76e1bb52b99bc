import { ArrowUp, LayoutGrid, Rows3, X } from 'lucide-react'
import { useMemo } from 'react'
import './filter-bar.css'
import { useEvents } from '../../stores/events.ts'
import { cameraName } from '../../stores/cameras.ts'
import { useCameraList } from '../../stores/use-camera-list.ts'
import { count } from '../../ui/format.ts'
import { Button, IconButton } from '../../ui/kit/button.tsx'
import { Select } from '../../ui/kit/select.tsx'
import { isFiltered, withoutFilters } from './filters.ts'
import { MoreFilters } from './more-filters.tsx'
import { setFilters } from './review-address.ts'
import { useReviewSettings } from './review-settings.ts'
import { showArrived, useReview } from './review-store.ts'
import { ViewSwitch } from './view-switch.tsx'
import { WhenChip } from './when-chip.tsx'

const ANY = '*'
const pick = (value: string): string | null => (value === ANY ? null : value)

/** What is looked at, and what of it. */
export function FilterBar({ shown }: { readonly shown: number }) {
  const filters = useReview((state) => state.filters)
  const arrived = useReview((state) => state.arrived.length)
  const loaded = useReview((state) => state.loaded)
  const more = useReview((state) => state.sections.some(({ next }) => next !== null))
  const layout = useReviewSettings((state) => state.layout)
  const cameras = useCameraList() ?? []
  const labels = useLabels()
  const options = (any: string, all: readonly { value: string; text: string }[]): { value: string; text: string }[] => [{ value: ANY, text: any }, ...all]
  return (
    <div className="filter-bar" role="search" aria-label="Filters">
      <ViewSwitch view={filters.view} />
      <Select chip label="Camera" testId="filter-camera" value={filters.camera ?? ANY} onChange={(value) => setFilters({ camera: pick(value), zone: null, line: null })}
        options={options('All cameras', cameras.map((camera) => ({ value: camera.id, text: cameraName(camera) })))} />
      <Select chip label="Label" testId="filter-label" value={filters.label ?? ANY} onChange={(value) => setFilters({ label: pick(value) })}
        options={options('All labels', labels.map((label) => ({ value: label, text: label })))} />
      <WhenChip filters={filters} />
      <MoreFilters filters={filters} />
      {isFiltered(filters) && <Button tone="quiet" icon={<X aria-hidden />} onClick={() => setFilters(withoutFilters(filters))} data-testid="clear-filters">Clear</Button>}
      <span className="grow" />
      {arrived > 0 && (
        <Button tone="accent" className="filter-arrived" icon={<ArrowUp aria-hidden />} onClick={showArrived} data-testid="show-arrived">
          {arrived} new
        </Button>
      )}
      {loaded && <span className="muted filter-count" data-testid="event-count">{count(shown)}{more ? '+' : ''} {shown === 1 && !more ? 'event' : 'events'}</span>}
      <IconButton label={layout === 'grid' ? 'Show rows' : 'Show cards'} keys="V" onClick={() => useReviewSettings.setState({ layout: layout === 'grid' ? 'rows' : 'grid' })} data-testid="toggle-layout">
        {layout === 'grid' ? <Rows3 aria-hidden /> : <LayoutGrid aria-hidden />}
      </IconButton>
    </div>
  )
}

/** Labels worth choosing: what the cameras look for and what was seen. */
function useLabels(): readonly string[] {
  const cameras = useCameraList()
  const recent = useEvents((state) => state.recent)
  return useMemo(() => {
    const seen = new Set([...(cameras ?? []).flatMap((camera) => camera.detect.labels), ...recent.map((event) => event.label)])
    return [...seen].sort()
  }, [cameras, recent])
}
