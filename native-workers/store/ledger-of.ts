import { mediaFileOf } from '../../common/footage/media-file.ts'
import type { AnalysisOutcome } from '../../common/ledger.ts'
import type { StoreCalls } from '../../common/wire/store-messages.ts'
import { STEP_MS } from './activity.ts'
import type { MediaFiles } from './media-files.ts'

const DAY_MS = 86_400_000

/** What became of a camera's frames between two wall clocks: the sum of the ten-second steps of which some part lies inside. */
export function ledgerOf(media: MediaFiles, { camera, fromMs, toMs }: Parameters<StoreCalls['activityLedger']>[0]): ReturnType<StoreCalls['activityLedger']> {
  const outcomes: Partial<Record<AnalysisOutcome, number>> = {}
  let captured = 0
  let steps = 0
  const sinceMs = Math.floor(fromMs / STEP_MS) * STEP_MS
  for (let dayMs = Math.floor(sinceMs / DAY_MS) * DAY_MS; dayMs < toMs; dayMs += DAY_MS) {
    const found = media.read(mediaFileOf(dayMs, camera), ({ activity }) => activity.outcomes(camera, sinceMs, toMs)) ?? []
    steps += found.length
    for (const step of found) {
      for (const [outcome, count] of Object.entries(step) as [AnalysisOutcome, number][]) {
        outcomes[outcome] = (outcomes[outcome] ?? 0) + count
        captured += count
      }
    }
  }
  return { captured, outcomes, coveredSeconds: (steps * STEP_MS) / 1_000 }
}
