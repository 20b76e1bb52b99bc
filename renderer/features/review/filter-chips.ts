import type { Filters } from './filters.ts'

interface Chip {
  readonly key: keyof Filters
  readonly text: string
}

interface Named {
  readonly value: string
  readonly text: string
}

const REVIEWED: Readonly<Record<Exclude<Filters['reviewed'], 'any'>, string>> = { no: 'reviewed by nobody', yes: 'reviewed', 'by-me': 'reviewed by me', 'not-by-me': 'not reviewed by me' }
const TYPES = { object: 'objects', motion: 'motion', line: 'tripwires' } as const

/** The filters that have no control of their own in the bar, in words. */
export function chipsOf(filters: Filters, { zones, lines }: { zones: readonly Named[]; lines: readonly Named[] }): readonly Chip[] {
  const name = (all: readonly Named[], id: string): string => all.find(({ value }) => value === id)?.text ?? id
  const chips: (Chip | false)[] = [
    filters.zone !== null && { key: 'zone', text: `in ${name(zones, filters.zone)}` },
    filters.line !== null && { key: 'line', text: `over ${name(lines, filters.line)}` },
    filters.type !== null && { key: 'type', text: TYPES[filters.type] },
    filters.severity !== null && { key: 'severity', text: filters.severity === 'alert' ? 'alerts' : 'detections' },
    filters.minScore !== null && { key: 'minScore', text: `score ${filters.minScore.toFixed(2)} or more` },
    filters.reviewed !== 'any' && { key: 'reviewed', text: REVIEWED[filters.reviewed] },
    filters.pinned !== null && { key: 'pinned', text: filters.pinned ? 'pinned' : 'not pinned' },
    filters.text.trim() !== '' && { key: 'text', text: `note: ${filters.text.trim()}` },
  ]
  return chips.filter((chip) => chip !== false)
}
