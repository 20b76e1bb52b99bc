import type { ReplayChange, ReplayedEvent } from '../../../../common/contracts/replay.ts'

export const CHANGES: readonly { readonly change: ReplayChange; readonly title: string }[] = [
  { change: 'gained', title: 'gained' },
  { change: 'lost', title: 'lost' },
  { change: 'changed', title: 'changed' },
  { change: 'same', title: 'same' },
]

const placesOf = ({ zones, lines }: Pick<ReplayedEvent, 'zones' | 'lines'>): string =>
  [...zones, ...new Set(lines.map(({ id, direction }) => `${id} ${direction.replaceAll('-', ' ')}`))].join(', ')

/** Zones and crossings; of a changed event, what they were before. */
export function whereWords(event: Pick<ReplayedEvent, 'type' | 'zones' | 'lines' | 'before'>): string {
  // An object event is the rule; the other kinds are named.
  const kind = event.type === 'object' ? '' : `${event.type} event: `
  const now = placesOf(event) || 'in no zone'
  if (!event.before) return kind + now
  const before = placesOf(event.before) || 'in no zone'
  return kind + (before === now ? `${now}, another time` : `${before} → ${now}`)
}

export const isSameEvent = (a: ReplayedEvent, b: ReplayedEvent): boolean => a.change === b.change && a.type === b.type && a.trackId === b.trackId && a.frameId === b.frameId
