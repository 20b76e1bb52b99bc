import { Plus, X } from 'lucide-react'
import { useId, useState } from 'react'
import { ZoneFilter, type Zone } from '../../../../common/contracts/regions.ts'
import { IconButton } from '../../../ui/kit/button.tsx'
import { LabelMark } from '../../../ui/kit/label-mark.tsx'
import type { Shape } from './shapes.ts'
import { OptionalNumber } from './optional-number.tsx'

type ZoneShape = Extract<Shape, { kind: 'zone' }>

interface ZoneFiltersProps {
  readonly zone: ZoneShape
  /** Labels the model knows. */
  readonly known: readonly string[]
  readonly onChange: (zone: ZoneShape) => void
}

const FIELDS = [
  { key: 'minArea', title: 'Smallest area' }, { key: 'maxArea', title: 'Largest area' },
  { key: 'minRatio', title: 'Smallest width ÷ height' }, { key: 'maxRatio', title: 'Largest width ÷ height' },
  { key: 'minScore', title: 'Lowest median score' },
] as const

/** What an object must be like to count in this zone, per label. */
export function ZoneFilters({ zone, known, onChange }: ZoneFiltersProps) {
  const [label, setLabel] = useState('')
  const listId = useId()
  const filters = zone.filters ?? {}
  const set = (next: NonNullable<Zone['filters']>): void => {
    const { filters: _filters, ...rest } = zone
    onChange(Object.keys(next).length > 0 ? { ...rest, filters: next } : rest)
  }
  const free = known.filter((one) => !(one in filters) && (zone.labels ?? known).includes(one))
  const wanted = label.trim().toLowerCase()
  const add = (): void => {
    if (wanted !== '' && !(wanted in filters)) set({ ...filters, [wanted]: {} })
    setLabel('')
  }
  return (
    <section className="filters" aria-label="Filters of this zone" data-testid="zone-filters">
      <h4>Filters</h4>
      <p className="field-hint">What does not fit when it comes in does not count here. Areas up to 1 are shares of the picture, above that pixels of the analysed one.</p>
      {Object.entries(filters).map(([of, filter]) => (
        <fieldset key={of} className="filter" data-testid={`zone-filter-${of}`}>
          <legend><LabelMark label={of} /></legend>
          <IconButton label={`Take the filter of ${of} away`} side="left" onClick={() => set(Object.fromEntries(Object.entries(filters).filter(([other]) => other !== of)))}><X aria-hidden /></IconButton>
          {FIELDS.map(({ key, title }) => (
            <OptionalNumber key={key} title={title} value={filter[key]} schema={ZoneFilter.shape[key]} testId={`filter-${of}-${key}`}
              onSet={(value) => {
                const { [key]: _old, ...rest } = filter
                set({ ...filters, [of]: value === undefined ? rest : { ...rest, [key]: value } })
              }} />
          ))}
        </fieldset>
      ))}
      <div className="filter-add">
        <span className="input">
          <input aria-label="Label to filter" placeholder="label" value={label} list={listId} autoComplete="off" data-testid="filter-label" onChange={(event) => setLabel(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return
              event.preventDefault()
              add()
            }} />
        </span>
        <datalist id={listId}>{free.map((one) => <option key={one} value={one}>{one}</option>)}</datalist>
        <IconButton label="Add a filter for this label" side="left" disabled={wanted === '' || wanted in filters} onClick={add} data-testid="filter-add"><Plus aria-hidden /></IconButton>
      </div>
    </section>
  )
}
