import type { Prepared } from './prepared.ts'

/** Wall clock, and the largest share of the picture that moved from then on for as long as a step is. */
export type Motion = readonly [atMs: number, motion: number]

/** Motion of one media file by ten seconds. */
export interface Activity {
  put(camera: string, steps: readonly { readonly atMs: number; readonly motion: number }[]): void
  /** The largest of each step of `stepMs` (steps begin at multiples of it), between two wall clocks. Reads minutes where the step is made of whole ones. */
  bySteps(camera: string, fromMs: number, toMs: number, stepMs: number): Motion[]
}

export const MINUTE_MS = 60_000

export function createActivity(sql: Prepared): Activity {
  return {
    put(camera, steps) {
      for (const { atMs, motion } of steps) sql('INSERT OR REPLACE INTO activity (camera, at_ms, motion) VALUES (?, ?, ?)').run(camera, atMs, motion)
      for (const minute of new Set(steps.map(({ atMs }) => Math.floor(atMs / MINUTE_MS) * MINUTE_MS))) {
        sql(`INSERT OR REPLACE INTO activity_minutes (camera, at_ms, motion)
          SELECT camera, @minute, max(motion) FROM activity WHERE camera = @camera AND at_ms >= @minute AND at_ms < @end GROUP BY camera`).run({ camera, minute, end: minute + MINUTE_MS })
      }
    },
    bySteps: (camera, fromMs, toMs, stepMs) => sql<{ at: number; motion: number }>(`SELECT CAST(floor(at_ms / CAST(@step AS REAL)) * @step AS INTEGER) AS at, max(motion) AS motion
      FROM ${stepMs % MINUTE_MS === 0 ? 'activity_minutes' : 'activity'} WHERE camera = @camera AND at_ms >= @from AND at_ms < @to GROUP BY 1 ORDER BY 1`)
      .all({ camera, from: fromMs, to: toMs, step: stepMs }).map(({ at, motion }): Motion => [at, motion]),
  }
}
