import type { Event } from '../contracts/event.ts'
import type { ReplayChange, ReplayCounts, ReplayedEvent } from '../contracts/replay.ts'
import { parseFrameId } from '../ids.ts'
import type { JudgedEvent } from './judge.ts'

/** Events under the rules of now and under the proposed ones, matched by track and type, those that begin from … to (wall clock, ms). By start. */
export function compareEvents({ now, proposed, stored, fromMs, toMs }: {
  now: readonly JudgedEvent[]
  proposed: readonly JudgedEvent[]
  /** Of the same camera and time: a replayed event of the same track is told with its id. */
  stored: readonly Event[]
  fromMs: number
  toMs: number
}): ReplayedEvent[] {
  const before = new Map(now.map((judged) => [matchKey(judged), judged]))
  const after = new Set(proposed.map(matchKey))
  const idOf = storedIds(stored)
  const told = (change: ReplayChange, { event, box }: JudgedEvent, was?: Event): ReplayedEvent => ({
    change, camera: event.camera, type: event.type, label: event.label, severity: event.severity, score: event.score, startedAt: event.startedAt, endedAt: event.endedAt,
    zones: event.zones, lines: event.lines, trackId: event.trackId, frameId: event.frameId, box: [...box], eventId: idOf(event),
    ...(change === 'changed' && was && { before: { startedAt: was.startedAt, zones: was.zones, lines: was.lines } }),
  })
  const compared = proposed.map((judged) => {
    const was = before.get(matchKey(judged))
    return told(was === undefined ? 'gained' : isSame(was, judged) ? 'same' : 'changed', judged, was?.event)
  })
  const lost = now.filter((judged) => !after.has(matchKey(judged))).map((judged) => told('lost', judged))
  return [...compared, ...lost]
    .filter(({ startedAt }) => Date.parse(startedAt) >= fromMs && Date.parse(startedAt) <= toMs)
    .sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt) || a.trackId - b.trackId || (a.change < b.change ? -1 : 1))
}

export function countChanges(events: readonly ReplayedEvent[]): ReplayCounts {
  const counts = { gained: 0, lost: 0, changed: 0, same: 0 }
  for (const { change } of events) counts[change] += 1
  return counts
}

const matchKey = ({ trackKey, event }: JudgedEvent): string => `${trackKey}/${event.type}`

/** Scores and ends are not compared: no rule asks for them to be kept. */
const isSame = (a: JudgedEvent, b: JudgedEvent): boolean =>
  a.startPtsMs === b.startPtsMs && sameJson(a.event.zones, b.event.zones) && sameJson(a.event.lines, b.event.lines)
const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Track ids begin anew when the analysis was restarted within an epoch: of several, the one that began nearest. */
function storedIds(stored: readonly Event[]): (event: Event) => string | null {
  const byTrack = Map.groupBy(stored, trackOf)
  return (event) => {
    const sameTrack = byTrack.get(trackOf(event)) ?? []
    const apart = ({ startedAt }: Event): number => Math.abs(Date.parse(startedAt) - Date.parse(event.startedAt))
    return sameTrack.toSorted((a, b) => apart(a) - apart(b))[0]?.id ?? null
  }
}

const trackOf = ({ frameId, trackId }: Event): string => `${parseFrameId(frameId).epoch}/${trackId}`
