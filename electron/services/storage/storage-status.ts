import type { VigilConfig } from '../../../common/contracts/config.ts'
import type { StorageStatus } from '../../../common/contracts/storage.ts'
import { parseMediaFile } from '../../../common/footage/media-file.ts'
import type { MediaFileFacts } from '../../../common/wire/store-messages.ts'
import type { GateState } from '../clips/recording-gate.ts'
import { bytesPerDay, dayFiles, reach, type RetentionStep } from './retention-plan.ts'

const GB = 1e9

/** What recordings take, by camera, and how long that will do. */
export function storageStatus({ files, storage, cameras, freeBytes, nowMs, gate, low, next }: Pick<VigilConfig, 'storage' | 'cameras'> & {
  files: readonly MediaFileFacts[]
  freeBytes: number
  nowMs: number
  gate: GateState
  low: boolean
  next: { step: RetentionStep; atMs: number } | null
}): StorageStatus {
  const days = dayFiles(files)
  const usedBytes = files.reduce((sum, { bytes }) => sum + bytes, 0)
  const perDay = bytesPerDay(days, nowMs)
  const whole = reach({ perDay, storage, usedBytes, freeBytes })
  const oldestOf = (of: typeof days): number | null => {
    const first = of.find(({ bytes }) => bytes > 0)
    return first ? (first.oldestMs ?? first.startMs) : null
  }
  const ids = [...new Set([...cameras.map(({ id }) => id), ...days.map(({ camera }) => camera).filter((camera) => camera !== '')])]
  return {
    state: gate.at === 'shut' ? gate.kind : low ? 'low' : 'ok',
    usedBytes, maxBytes: storage.retention.maxGb * GB, freeBytes, minFreeBytes: storage.minFreeGb * GB,
    pinnedBytes: files.reduce((sum, { file, bytes }) => sum + (parseMediaFile(file).day === null ? bytes : 0), 0),
    bytesPerDay: perDay, ...whole, oldestMs: oldestOf(days),
    cameras: ids.map((id) => {
      const own = days.filter(({ camera }) => camera === id)
      const ownPerDay = bytesPerDay(own, nowMs)
      const kept = cameras.find((camera) => camera.id === id)?.record.retention ?? {}
      // The oldest goes first, whose ever it is: nobody reaches further back than all of them together.
      const bounds = [whole.reachDays ?? storage.retention.days, kept.days ?? Infinity, kept.maxGb === undefined || ownPerDay === null ? Infinity : (kept.maxGb * GB) / ownPerDay]
      return { id, bytes: own.reduce((sum, { bytes }) => sum + bytes, 0), bytesPerDay: ownPerDay, oldestMs: oldestOf(own), reachDays: ownPerDay === null ? null : Math.min(...bounds) }
    }),
    next: next && { camera: parseMediaFile(next.step.file).camera ?? '', day: parseMediaFile(next.step.file).day ?? '', bytes: next.step.bytes, atMs: next.atMs },
  }
}
