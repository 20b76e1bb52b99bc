import type { CameraConfig } from '../../../common/contracts/camera-config.ts'
import type { MediaFile } from '../../../common/footage/media-file.ts'
import type { FrameResult } from '../../../common/frame-result.ts'
import type { Store } from '../../../common/wire/store-messages.ts'
import type { RecordedLine } from './clip-part.ts'
import { type HeldRow, holdAgain } from './row-ring.ts'

/** Which rows are recorded for themselves, whatever events there are: none, those around motion, or all. */
export interface KeptFootage {
  setCamera(camera: Pick<CameraConfig, 'record' | 'events'>): void
  /** Rows that became complete. */
  onRows(recorded: RecordedLine, rows: readonly HeldRow[]): void
  onResult(recorded: RecordedLine, result: FrameResult): void
}

/** For one camera. Motion is kept with the seconds before and after it that its events have. */
export function createKeptFootage({ store, onFailed }: { store: Pick<Store, 'claimRows'>; onFailed: (reason: string) => void }): KeptFootage {
  let mode: CameraConfig['record']['mode'] = 'off'
  let preMs = 0
  let postMs = 0
  let keepUntilMs = -Infinity
  let epoch: number | null = null

  const keepStored = async ({ line, writer }: RecordedLine, held: HeldRow, file: MediaFile): Promise<void> => {
    const { index } = held.row
    const missing = await store.claimRows({ file, camera: line.cameraId, epoch: line.epoch, from: index, to: index + 1, claim: null })
    if (missing.length === 0 || held.place !== 'stored') return
    // It went with its event, which was deleted in between, but it is still here.
    holdAgain(held)
    writer.add([held])
  }
  const keep = ({ line, writer }: RecordedLine, rows: readonly HeldRow[]): void => {
    const fresh: HeldRow[] = []
    for (const held of rows) {
      if (held.kept || held.place === 'lost') continue
      held.kept = true
      if (held.place === 'held') fresh.push(held)
      else if (held.place !== 'queued' && held.file !== null) {
        // An event had it stored: from now on it does not go with the event.
        keepStored({ line, writer }, held, held.file).catch((error: unknown) => onFailed(String(error)))
      }
    }
    if (fresh.length > 0) writer.add(fresh)
  }

  return {
    setCamera(camera) {
      ({ mode } = camera.record)
      preMs = camera.events.preSeconds * 1_000
      postMs = camera.events.postSeconds * 1_000
    },
    onRows(recorded, rows) {
      if (mode === 'always') return keep(recorded, rows)
      const offsetMs = recorded.line.offsetMs()
      if (mode !== 'motion' || offsetMs === null || recorded.line.epoch !== epoch) return
      keep(recorded, rows.filter(({ row }) => row.startMs + offsetMs <= keepUntilMs))
    },
    onResult(recorded, { epoch: of, ptsMs, motion }) {
      const offsetMs = recorded.line.offsetMs()
      if (mode !== 'motion' || !motion.active || offsetMs === null) return
      const begins = of !== epoch || ptsMs > keepUntilMs
      epoch = of
      keepUntilMs = ptsMs + postMs
      if (begins) keep(recorded, recorded.line.ring.from(ptsMs - preMs - offsetMs))
    },
  }
}
