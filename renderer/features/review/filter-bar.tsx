import { ArrowUp, X } from 'lucide-react'
import { useMemo } from 'react'
import { useEvents } from '../../stores/events.ts'
import { cameraName } from '../../stores/cameras.ts'
import { useCameraList } from '../../stores/use-camera-list.ts'
import { count } from '../../ui/format.ts'
import { Button } from '../../ui/kit/button.tsx'
import { Segmented } from '../../ui/kit/segmented.tsx'
import { Select } from '../../ui/kit/select.tsx'
import { isFiltered, NO_FILTERS, type Filters, type Span } from './filters.ts'
import { setFilters, showArrived, useReview } from './review-store.ts'

const ANY = '*'
const pick = (value: string): string | null => (value === ANY ? null : value)
const SPANS: readonly { value: Span; text: string }[] = [
  { value: 'any', text: 'Any time' }, { value: 'hour', text: 'Last hour' }, { value: 'today', text: 'Today' }, { value: 'yesterday', text: 'Yesterday' }, { value: 'week', text: 'Last 7 days' },
]

export function FilterBar({ shown }: { readonly shown: number }) {
  const { filters, next, arrived, loaded } = useReview()
  const cameras = useCameraList() ?? []
  const labels = useLabels()
  const zones = cameras.filter((camera) => filters.camera === null || camera.id === filters.camera).flatMap((camera) => camera.zones)
  const options = (any: string, all: readonly { value: string; text: string }[]): { value: string; text: string }[] => [{ value: ANY, text: any }, ...all]
  return (
    <div className="filter-bar" role="search" aria-label="Filters">
      <Segmented
        label="Review state" value={filters.reviewed} onChange={(reviewed) => setFilters({ reviewed })} testId="filter-reviewed"
        options={[{ value: 'waiting', text: 'To review' }, { value: 'all', text: 'All' }, { value: 'done', text: 'Reviewed' }]}
      />
      <Select chip label="Camera" testId="filter-camera" value={filters.camera ?? ANY} onChange={(value) => setFilters({ camera: pick(value), zone: null })}
        options={options('All cameras', cameras.map((camera) => ({ value: camera.id, text: cameraName(camera) })))} />
      <Select chip label="Label" testId="filter-label" value={filters.label ?? ANY} onChange={(value) => setFilters({ label: pick(value) })}
        options={options('All labels', labels.map((label) => ({ value: label, text: label })))} />
      {zones.length > 0 && (
        <Select chip label="Zone" testId="filter-zone" value={filters.zone ?? ANY} onChange={(value) => setFilters({ zone: pick(value) })}
          options={options('All zones', zones.map((zone) => ({ value: zone.id, text: zone.name ?? zone.id })))} />
      )}
      <Select chip label="Type" testId="filter-type" value={filters.type ?? ANY} onChange={(value) => setFilters({ type: pick(value) as Filters['type'] })}
        options={options('All types', [{ value: 'object', text: 'Objects' }, { value: 'motion', text: 'Motion' }, { value: 'line', text: 'Tripwires' }])} />
      <Select chip label="Time" testId="filter-span" value={filters.span} onChange={(span) => setFilters({ span })} options={SPANS} />
      {isFiltered(filters) && <Button tone="quiet" icon={<X aria-hidden />} onClick={() => setFilters({ ...NO_FILTERS, reviewed: filters.reviewed })}>Clear</Button>}
      <span className="grow" />
      {loaded && <span className="muted" data-testid="event-count">{count(shown)}{next ? '+' : ''} {shown === 1 && !next ? 'event' : 'events'}</span>}
      {arrived.length > 0 && (
        <Button tone="accent" className="filter-arrived" icon={<ArrowUp aria-hidden />} onClick={showArrived} data-testid="show-arrived">
          {arrived.length} new
        </Button>
      )}
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
