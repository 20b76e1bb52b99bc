import { ListFilter, X } from 'lucide-react'
import { useCameraList } from '../../stores/use-camera-list.ts'
import { Field, TextField } from '../../ui/kit/field.tsx'
import { Popover } from '../../ui/kit/popover.tsx'
import { Select } from '../../ui/kit/select.tsx'
import { chipsOf } from './filter-chips.ts'
import { NO_FILTERS, type Filters, type Reviewed } from './filters.ts'
import { setFilters, typeFilters } from './review-address.ts'

const ANY = '*'
const pick = (value: string): string | null => (value === ANY ? null : value)
const TYPES = [{ value: ANY, text: 'Any' }, { value: 'object', text: 'Objects' }, { value: 'motion', text: 'Motion' }, { value: 'line', text: 'Tripwires' }]
const SEVERITIES = [{ value: ANY, text: 'Any' }, { value: 'alert', text: 'Alerts' }, { value: 'detection', text: 'Detections' }]
const SCORES = [{ value: ANY, text: 'Any' }, ...[0.5, 0.6, 0.7, 0.8, 0.9].map((score) => ({ value: String(score), text: `${score.toFixed(2)} or more` }))]
const PINNED = [{ value: ANY, text: 'Any' }, { value: 'yes', text: 'Pinned' }, { value: 'no', text: 'Not pinned' }]
const IN_LIST: readonly { value: Reviewed; text: string }[] = [
  { value: 'any', text: 'Any' }, { value: 'no', text: 'By nobody' }, { value: 'yes', text: 'By anybody' }, { value: 'by-me', text: 'By me' }, { value: 'not-by-me', text: 'Not by me' },
]
const IN_QUEUE: readonly { value: Reviewed; text: string }[] = [{ value: 'any', text: 'By nobody' }, { value: 'not-by-me', text: 'Not by me' }]

/** What is chosen less often; what is chosen stands beside it as chips. */
export function MoreFilters({ filters }: { readonly filters: Filters }) {
  const cameras = useCameraList() ?? []
  const own = cameras.filter((camera) => filters.camera === null || camera.id === filters.camera)
  const named = (all: readonly { readonly id: string; readonly name?: string | undefined }[]): { value: string; text: string }[] =>
    [{ value: ANY, text: 'Any' }, ...new Map(all.map(({ id, name }) => [id, { value: id, text: name ?? id }])).values()]
  const zones = named(own.flatMap((camera) => camera.zones))
  const lines = named(own.flatMap((camera) => camera.lines))
  const chips = chipsOf(filters, { zones, lines })
  const choice = (label: string, value: string, options: readonly { value: string; text: string }[], onChange: (value: string) => void) => (
    <Field label={label}>{({ id }) => <Select id={id} label={label} value={value} options={options} onChange={onChange} testId={`filter-${label.toLowerCase().replaceAll(' ', '-')}`} />}</Field>
  )
  return (
    <>
      <Popover
        label="More filters" testId="more-filters-panel"
        trigger={<button type="button" className="select select-chip" data-testid="more-filters"><ListFilter aria-hidden />Filters</button>}
      >
        <div className="more-filters">
          {choice('Zone', filters.zone ?? ANY, zones, (value) => setFilters({ zone: pick(value) }))}
          {choice('Tripwire', filters.line ?? ANY, lines, (value) => setFilters({ line: pick(value) }))}
          {choice('Type', filters.type ?? ANY, TYPES, (value) => setFilters({ type: pick(value) as Filters['type'] }))}
          {choice('Severity', filters.severity ?? ANY, SEVERITIES, (value) => setFilters({ severity: pick(value) as Filters['severity'] }))}
          {choice('Score', filters.minScore === null ? ANY : String(filters.minScore), SCORES, (value) => setFilters({ minScore: value === ANY ? null : Number(value) }))}
          {choice('Reviewed', filters.reviewed, filters.view === 'queue' ? IN_QUEUE : IN_LIST, (value) => setFilters({ reviewed: value as Reviewed }))}
          {choice('Pinned', filters.pinned === null ? ANY : filters.pinned ? 'yes' : 'no', PINNED, (value) => setFilters({ pinned: value === ANY ? null : value === 'yes' }))}
          <TextField label="Words in the note" value={filters.text} onChange={(text) => typeFilters({ text })} placeholder="any" maxLength={200} testId="filter-text" />
        </div>
      </Popover>
      {chips.map(({ key, text }) => (
        <button key={key} type="button" className="select select-chip select-changed" onClick={() => setFilters({ [key]: NO_FILTERS[key] })} aria-label={`Take away: ${text}`} data-testid={`chip-${key}`}>
          <span className="clip-text">{text}</span><X aria-hidden />
        </button>
      ))}
    </>
  )
}
