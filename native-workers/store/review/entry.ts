import type { EventQuery } from '../../../common/contracts/event.ts'
import { wordsOf } from './words.ts'

/** What of an event is filtered, sorted and counted by. */
export interface ReviewEntry {
  readonly seq: number
  readonly id: string
  readonly startedMs: number
  readonly camera: string
  readonly type: string
  readonly label: string
  readonly severity: string
  readonly score: number
  readonly zones: readonly string[]
  readonly lines: readonly string[]
  /** By anybody. */
  readonly reviewed: boolean
  readonly reviewedBy: readonly string[]
  readonly pinned: boolean
  readonly note: string | null
  readonly file: string
}

/** A property an event has or has not. */
export type Tag = string

export const ALERT: Tag = 'severity:alert'
export const MOTION: Tag = 'type:motion'
export const cameraTag = (camera: string): Tag => `camera:${camera}`
export const fileTag = (file: string): Tag => `file:${file}`

export function tagsOf(entry: ReviewEntry): Tag[] {
  const tags = [cameraTag(entry.camera), `label:${entry.label}`, `type:${entry.type}`, `severity:${entry.severity}`, fileTag(entry.file)]
  for (const zone of entry.zones) tags.push(`zone:${zone}`)
  for (const line of entry.lines) tags.push(`line:${line}`)
  for (const name of entry.reviewedBy) tags.push(`by:${name}`)
  if (entry.reviewed) tags.push('reviewed')
  if (entry.pinned) tags.push('pinned')
  return tags
}

/** What is looked for. */
export interface ReviewFilter {
  readonly all: readonly Tag[]
  readonly none: readonly Tag[]
  /** At least one of them; empty: whatever. */
  readonly any: readonly Tag[]
  readonly minScore: number
  readonly words: readonly string[]
}

export function filterOf(query: Omit<EventQuery, 'limit' | 'cursor' | 'after' | 'before'>): ReviewFilter {
  const all: Tag[] = []
  const none: Tag[] = []
  for (const name of ['camera', 'label', 'zone', 'line', 'type', 'severity'] as const) if (query[name] !== undefined) all.push(`${name}:${query[name]}`)
  if (query.reviewed !== undefined) (query.reviewed ? all : none).push(query.by === undefined ? 'reviewed' : `by:${query.by}`)
  if (query.pinned !== undefined) (query.pinned ? all : none).push('pinned')
  return { all, none, any: [], minScore: query.minScore ?? 0, words: query.text === undefined ? [] : wordsOf(query.text) }
}

export const filterOfCameras = (cameras: readonly string[]): ReviewFilter => ({ all: [], none: [], any: cameras.map(cameraTag), minScore: 0, words: [] })
