import type { FrameResult } from '../../../common/frame-result.ts'
import { mediaFileOf } from '../../../common/footage/media-file.ts'
import type { AnalysisOutcome } from '../../../common/ledger.ts'
import type { ActivityStep, Store } from '../../../common/wire/store-messages.ts'
import type { Logger } from '../../ports/logger.ts'

/** Keeps how much moved and what became of the frames, per ten seconds and camera, for the timeline and for evidence: also while nothing is recorded. */
export interface ActivityLog {
  onResult(result: FrameResult): void
  /** The camera's epoch ended, or the analysis died. */
  cameraGone(cameraId: string): void
  /** Resolves when what is in memory of a camera is stored, or lost. */
  flush(cameraId: string): Promise<void>
  stop(): void
}

const STEP_MS = 10_000
/** One call a minute and camera. */
const STEPS_PER_CALL = 6

interface Step extends ActivityStep { motion: number; readonly outcomes: Partial<Record<AnalysisOutcome, number>> }

export function createActivityLog({ store, logger }: { store: Pick<Store, 'putActivity'>; logger: Logger }): ActivityLog {
  const cameras = new Map<string, Step[]>()

  const put = async (camera: string, steps: readonly Step[]): Promise<void> => {
    await Promise.all([...Map.groupBy(steps, ({ atMs }) => mediaFileOf(atMs, camera))].map(([file, own]) =>
      // What is lost here is a gap in a curve; the store says itself what is wrong with it.
      store.putActivity({ file, camera, steps: own }).catch((error: unknown) => logger.debug({ camera, error: String(error) }, 'how much moved could not be stored'))))
  }
  const flush = async (camera: string): Promise<void> => {
    const steps = cameras.get(camera) ?? []
    // The last one may still go on: it stays, and is put again as a whole.
    cameras.set(camera, steps.slice(-1))
    if (steps.length > 0) await put(camera, steps)
  }

  return {
    onResult({ cameraId, capturedAtMs, motion, outcome }) {
      const atMs = Math.floor(capturedAtMs / STEP_MS) * STEP_MS
      // A share below 0.1 % of what is drawn nobody sees.
      const share = motion.active ? Math.round(motion.ratio * 1_000) / 1_000 : 0
      const steps = cameras.get(cameraId) ?? []
      const last = steps.at(-1)
      if (last?.atMs === atMs) {
        last.motion = Math.max(last.motion, share)
        last.outcomes[outcome] = (last.outcomes[outcome] ?? 0) + 1
        return
      }
      if (steps.length > STEPS_PER_CALL) void flush(cameraId)
      cameras.set(cameraId, [...(cameras.get(cameraId) ?? []), { atMs, motion: share, outcomes: { [outcome]: 1 } }])
    },
    cameraGone: (cameraId) => void flush(cameraId),
    flush,
    stop() {
      for (const camera of cameras.keys()) void flush(camera)
    },
  }
}
