import type { CameraConfig } from '../../../common/contracts/camera-config.ts'
import type { FrameResult } from '../../../common/frame-result.ts'
import type { Store } from '../../../common/wire/store-messages.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Logger } from '../../ports/logger.ts'
import type { RecordedLine } from './clip-part.ts'
import { createEpochLine, type EpochLine } from './epoch-line.ts'
import { createFootageWriter } from './footage-writer.ts'
import { createKeptFootage } from './kept-footage.ts'
import type { Fragment } from './mp4/fragment.ts'
import type { RecordingGate } from './recording-gate.ts'
import type { HeldRow } from './row-ring.ts'

export type RecordedCamera = Pick<CameraConfig, 'events' | 'record' | 'privacy'>

/** One camera's newest epochs, each with its writer: one runs, the ones before may still be looked back at. */
export interface CameraLines {
  setCamera(camera: RecordedCamera): void
  setRewind(rewind: { readonly ms: number; readonly bytes: number }): void
  at(epoch: number): RecordedLine
  before(epoch: number): RecordedLine | null
  onFragment(epoch: number, fragment: Fragment): void
  onResult(result: FrameResult): void
  end(epoch: number): void
  /** Oldest first. */
  readonly lines: readonly EpochLine[]
  /** When everything handed to the store was answered. */
  settled(): Promise<void>
}

/** Beyond the pre-roll: the time from an object's first moment to its confirmation. */
const CONFIRM_MARGIN_MS = 6_000
const KEPT_LINES = 4

export function createCameraLines({ cameraId, store, clock, logger, gate, onRows, onStored, onLost }: {
  cameraId: string
  store: Pick<Store, 'openStream' | 'appendRows' | 'claimRows'>
  clock: Clock
  logger: Logger
  gate: RecordingGate
  onRows: (recorded: RecordedLine, rows: readonly HeldRow[]) => void
  onStored: (line: EpochLine, rows: readonly HeldRow[]) => void
  onLost: (line: EpochLine, rows: readonly HeldRow[], reason: string) => void
}): CameraLines {
  let recorded: RecordedLine[] = []
  let preRollMs = 5_000 + CONFIRM_MARGIN_MS
  let rewind = { ms: 0, bytes: 0 }
  let losing = false
  const kept = createKeptFootage({ store, onFailed: (reason) => logger.error({ camera: cameraId, reason }, 'what is recorded could not be marked as kept') })
  const span = (): { preRollMs: number; rewindMs: number; rewindBytes: number } => ({ preRollMs, rewindMs: rewind.ms, rewindBytes: rewind.bytes })
  const setSpans = (): void => { for (const { line } of recorded) line.ring.setSpan(span()) }

  const open = (epoch: number): RecordedLine => {
    const line = createEpochLine({ cameraId, epoch, span: span() })
    const writer = createFootageWriter({
      line, store, clock, gate,
      onStored(rows) {
        if (losing) logger.info({ camera: cameraId }, 'footage is stored again')
        losing = false
        onStored(line, rows)
      },
      onLost(rows, reason) {
        // Once per outage: every half second brings another row.
        if (!losing) logger.error({ camera: cameraId, reason }, 'footage is lost')
        losing = true
        onLost(line, rows, reason)
      },
    })
    return { line, writer }
  }
  const forgetOld = (): void => {
    const oldestMs = clock.now() - Math.max(preRollMs, rewind.ms)
    const isNeeded = ({ line, writer }: RecordedLine): boolean =>
      !line.ended || writer.waitingFromMs !== null || (line.wallOf(line.ring.rows.at(-1)?.row.endMs ?? 0) ?? 0) >= oldestMs
    recorded = recorded.filter(isNeeded).slice(-KEPT_LINES)
  }
  const take = (one: RecordedLine, rows: readonly HeldRow[]): void => {
    if (rows.length === 0) return
    kept.onRows(one, rows)
    onRows(one, rows)
  }
  const at = (epoch: number): RecordedLine => {
    const found = recorded.find(({ line }) => line.epoch === epoch)
    if (found) return found
    forgetOld()
    const one = open(epoch)
    recorded = [...recorded, one].sort((a, b) => a.line.epoch - b.line.epoch)
    return one
  }

  return {
    setCamera(camera) {
      // What is not recorded needs no pre-roll; looking back has its own measure.
      preRollMs = camera.record.mode === 'off' ? 0 : camera.events.preSeconds * 1_000 + CONFIRM_MARGIN_MS
      kept.setCamera(camera)
      setSpans()
    },
    setRewind(next) {
      rewind = next
      setSpans()
    },
    at,
    before: (epoch) => recorded.findLast(({ line }) => line.epoch < epoch) ?? null,
    onFragment(epoch, fragment) {
      const one = at(epoch)
      take(one, one.line.push(fragment))
    },
    onResult(result) {
      const one = at(result.epoch)
      const { line, writer } = one
      line.history.add(result)
      kept.onResult(one, result)
      writer.pump(false)
      // As far back as anything in memory may still be shown or stored.
      const neededMs = Math.min(line.ring.oldestMs ?? Infinity, writer.waitingFromMs ?? Infinity) + (line.offsetMs() ?? 0)
      line.history.forgetBefore(Math.min(neededMs, result.ptsMs - preRollMs) - 1_000)
    },
    end(epoch) {
      const one = at(epoch)
      const rest = one.line.flush()
      one.line.ended = true
      take(one, rest)
      one.writer.pump(true)
    },
    get lines() { return recorded.map(({ line }) => line) },
    async settled() {
      await Promise.all(recorded.map(({ writer }) => writer.settled()))
    },
  }
}
