import type { CameraTimeline, TimelineEvent } from '../../common/contracts/footage.ts'
import type { Prepared } from './prepared.ts'
import { eachPlace, hasBit } from './review/bits.ts'
import { ALERT, filterOfCameras, MOTION, type ReviewFilter } from './review/entry.ts'
import type { ReviewIndex } from './review/review-index.ts'
import { countBetween, firstAfter, newestFirst, visit } from './review/search.ts'
import type { Stretch } from './timeline.ts'

/** More events than this are not told apart on a timeline. */
const MAX_LISTED = 400
/** So long before the stretch an event may have begun that reaches into it. */
const LOOK_BACK_MS = 3_600_000

interface Row { readonly id: string; readonly camera: string; readonly type: TimelineEvent['type']; readonly label: string; readonly severity: TimelineEvent['severity']; readonly started_ms: number; readonly ended_ms: number | null; readonly reviewed: number }

/** Events for the timeline, out of columns: their bodies are not read. */
export interface TimelineEvents {
  /** Those that touch the stretch; where they are too many, counts by step and label of what merely moved in it, or of all that begin in it. */
  between(camera: string, stretch: Stretch, stepMs: number): Pick<CameraTimeline, 'events' | 'counts'>
  /** The nearest that begins before or after a moment. */
  neighbour(cameras: readonly string[], atMs: number, direction: 'next' | 'previous'): (TimelineEvent & { camera: string }) | null
}

export function createTimelineEvents(sql: Prepared, index: ReviewIndex): TimelineEvents {
  const rowOf = (seq: number): Row | undefined => sql<Row>(`SELECT id, camera, type, label, severity, started_ms, ended_ms, reviewed = 1 OR reviewed_by <> '[]' AS reviewed
    FROM events WHERE seq = ?`).get(seq)
  return {
    between(camera, { fromMs, toMs }, stepMs) {
      const whole = filterOfCameras([camera])
      const objects = { ...whole, none: [MOTION] }
      const tooMany = (filter: ReviewFilter): boolean => (countBetween(index, filter, [fromMs, toMs])[0] ?? 0) > MAX_LISTED
      if (tooMany(objects)) return { events: [], counts: countSteps(index, whole, { fromMs, toMs }, stepMs) }
      // Leaves in the wind must not take the people among them from sight: what merely moved is counted first.
      const restless = tooMany(whole)
      const events: TimelineEvent[] = []
      visit(index, restless ? objects : whole, { fromMs: fromMs - LOOK_BACK_MS, toMs }, (block, found) => {
        eachPlace(found, (place) => {
          const row = rowOf(block.seqs[place] as number)
          if (row && (row.started_ms >= fromMs || row.ended_ms === null || row.ended_ms > fromMs)) events.push(eventOf(row))
        })
        return true
      })
      // Beyond what can be drawn apart there may still be more of those that began before.
      return { events: events.slice(-MAX_LISTED), counts: restless ? countSteps(index, { ...whole, all: [MOTION] }, { fromMs, toMs }, stepMs) : [] }
    },
    neighbour(cameras, atMs, direction) {
      const filter = filterOfCameras(cameras)
      const seq = direction === 'next' ? firstAfter(index, filter, atMs)
        : newestFirst(index, filter, { afterMs: -Infinity, before: { startedMs: atMs, id: '' } }).next().value ?? null
      const row = seq === null ? undefined : rowOf(seq)
      return row ? { ...eventOf(row), camera: row.camera } : null
    },
  }
}

const eventOf = (row: Row): TimelineEvent => ({
  id: row.id, type: row.type, label: row.label, severity: row.severity, startedMs: row.started_ms, endedMs: row.ended_ms, reviewed: row.reviewed === 1,
})

type Count = { atMs: number; label: string; alerts: number; detections: number }

/** By step, then label; steps begin at multiples of `stepMs`. */
function countSteps(index: ReviewIndex, filter: ReviewFilter, stretch: Stretch, stepMs: number): Count[] {
  const counts: Count[] = []
  let untilMs = -Infinity
  let here: Count[] = []
  visit(index, filter, stretch, (block, found) => {
    const alerts = block.bitsOf(ALERT)
    eachPlace(found, (place) => {
      const startedMs = block.startedMs[place] as number
      if (startedMs >= untilMs) {
        untilMs = (Math.floor(startedMs / stepMs) + 1) * stepMs
        here = []
      }
      const label = block.labels[place] as number
      let count = here[label]
      if (!count) {
        count = { atMs: untilMs - stepMs, label: index.names.list[label] ?? '', alerts: 0, detections: 0 }
        here[label] = count
        counts.push(count)
      }
      if (hasBit(alerts, place)) count.alerts += 1
      else count.detections += 1
    })
    return true
  })
  return counts
}
