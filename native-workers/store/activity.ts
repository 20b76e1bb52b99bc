import type { AnalysisOutcome } from '../../common/ledger.ts'
import type { ActivityStep } from '../../common/wire/store-messages.ts'
import type { Prepared } from './prepared.ts'

/** Wall clock, and the largest share of the picture that moved from then on for as long as a step is. */
export type Motion = readonly [atMs: number, motion: number]

/** Motion and the frame ledger of one media file by ten seconds. */
export interface Activity {
  put(camera: string, steps: readonly ActivityStep[]): void
  /** The largest of each step of `stepMs` (steps begin at multiples of it), between two wall clocks. Reads minutes where the step is made of whole ones. */
  bySteps(camera: string, fromMs: number, toMs: number, stepMs: number): Motion[]
  /** Outcomes of the steps that begin between two wall clocks, one after the other. */
  outcomes(camera: string, fromMs: number, toMs: number): Partial<Record<AnalysisOutcome, number>>[]
}

export const MINUTE_MS = 60_000
export const STEP_MS = 10_000

export function createActivity(sql: Prepared): Activity {
  return {
    put(camera, steps) {
      for (const { atMs, motion, outcomes } of steps) sql('INSERT OR REPLACE INTO activity (camera, at_ms, motion, outcomes) VALUES (?, ?, ?, ?)').run(camera, atMs, motion, JSON.stringify(outcomes))
      for (const minute of new Set(steps.map(({ atMs }) => Math.floor(atMs / MINUTE_MS) * MINUTE_MS))) {
        sql(`INSERT OR REPLACE INTO activity_minutes (camera, at_ms, motion)
          SELECT camera, @minute, max(motion) FROM activity WHERE camera = @camera AND at_ms >= @minute AND at_ms < @end GROUP BY camera`).run({ camera, minute, end: minute + MINUTE_MS })
      }
    },
    outcomes: (camera, fromMs, toMs) => sql<{ outcomes: string }>('SELECT outcomes FROM activity WHERE camera = ? AND at_ms >= ? AND at_ms < ? ORDER BY at_ms').all(camera, fromMs, toMs)
      .map(({ outcomes }) => JSON.parse(outcomes) as Partial<Record<AnalysisOutcome, number>>),
    bySteps: (camera, fromMs, toMs, stepMs) => sql<{ at: number; motion: number }>(`SELECT CAST(floor(at_ms / CAST(@step AS REAL)) * @step AS INTEGER) AS at, max(motion) AS motion
      FROM ${stepMs % MINUTE_MS === 0 ? 'activity_minutes' : 'activity'} WHERE camera = @camera AND at_ms >= @from AND at_ms < @to GROUP BY 1 ORDER BY 1`)
      .all({ camera, from: fromMs, to: toMs, step: stepMs }).map(({ at, motion }): Motion => [at, motion]),
  }
}
