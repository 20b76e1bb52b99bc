import type { CameraConfig } from '../../../common/contracts/camera-config.ts'
import type { VigilConfig } from '../../../common/contracts/config.ts'
import type { StorageStatus } from '../../../common/contracts/storage.ts'
import { parseMediaFile } from '../../../common/footage/media-file.ts'
import type { MediaFileFacts } from '../../../common/wire/store-messages.ts'

export interface RetentionFacts {
  readonly files: readonly MediaFileFacts[]
  readonly storage: VigilConfig['storage']
  readonly cameras: readonly Pick<CameraConfig, 'id' | 'record'>[]
  readonly freeBytes: number
  readonly nowMs: number
}

/** drop: the whole file. trim: what is older than `beforeMs` of the day that is still written to. */
export type RetentionStep =
  | { readonly do: 'drop'; readonly file: string; readonly bytes: number; readonly because: 'days' | 'size' | 'disk' }
  | { readonly do: 'trim'; readonly file: string; readonly beforeMs: number; readonly bytes: number; readonly because: 'size' | 'disk' }

interface DayFile extends MediaFileFacts {
  readonly camera: string
  readonly day: string
  readonly startMs: number
}

const GB = 1e9
const DAY_MS = 86_400_000
/** Of a day that is still written to, this much goes at once. */
const TRIM_SHARE = 0.1

/**
 * What has to go, oldest first; nothing while everything is within its bounds. `disk` steps are for a disk that is short and are to be announced first.
 * A day is over its age when its last moment is; sizes count what is recorded, without pinned events.
 */
export function planRetention({ files, storage, cameras, freeBytes, nowMs }: RetentionFacts): RetentionStep[] {
  const days = dayFiles(files)
  const steps: RetentionStep[] = []
  const gone = new Set<string>()
  const ownOf = (camera: string): CameraConfig['record']['retention'] => cameras.find(({ id }) => id === camera)?.record.retention ?? {}
  const dropOld = (file: DayFile): void => {
    const keptDays = Math.min(storage.retention.days, ownOf(file.camera).days ?? Infinity)
    if (file.startMs + DAY_MS > nowMs - keptDays * DAY_MS) return
    gone.add(file.file)
    steps.push({ do: 'drop', file: file.file, bytes: file.bytes, because: 'days' })
  }
  const shrink = (of: readonly DayFile[], excessBytes: number, because: 'size' | 'disk'): void => {
    let excess = excessBytes
    for (const file of of) {
      if (excess <= 0) break
      if (gone.has(file.file) || file.bytes === 0) continue
      const step = leave(file, excess, because, nowMs)
      gone.add(file.file)
      excess -= step.bytes
      steps.push(step)
    }
  }
  const left = (of: readonly DayFile[]): DayFile[] => of.filter(({ file }) => !gone.has(file))
  const bytesOf = (of: readonly DayFile[]): number => left(of).reduce((sum, { bytes }) => sum + bytes, 0)

  for (const file of days) dropOld(file)
  for (const { id, record: { retention } } of cameras) {
    const own = days.filter(({ camera }) => camera === id)
    if (retention.maxGb !== undefined) shrink(own, bytesOf(own) - retention.maxGb * GB, 'size')
  }
  shrink(days, bytesOf(days) - storage.retention.maxGb * GB, 'size')
  const freed = steps.reduce((sum, { bytes }) => sum + bytes, 0)
  shrink(days, storage.minFreeGb * GB - freeBytes - freed, 'disk')
  return steps
}

function leave(file: DayFile, excess: number, because: 'size' | 'disk', nowMs: number): RetentionStep {
  if (file.startMs + DAY_MS <= nowMs) return { do: 'drop', file: file.file, bytes: file.bytes, because }
  const oldestMs = file.oldestMs ?? file.startMs
  const share = Math.min(0.9, Math.max(TRIM_SHARE, excess / file.bytes))
  return { do: 'trim', file: file.file, bytes: Math.round(file.bytes * share), beforeMs: Math.round(oldestMs + (nowMs - oldestMs) * share), because }
}

/** Oldest first; pinned events' files are not among them. */
export const dayFiles = (files: readonly MediaFileFacts[]): DayFile[] => files.flatMap((facts) => {
  const { day, camera } = parseMediaFile(facts.file)
  return day === null ? [] : [{ ...facts, camera: camera ?? '', day, startMs: Date.parse(day) }]
}).sort((a, b) => a.startMs - b.startMs || b.bytes - a.bytes)

/** How much is written a day: of the last whole days that were recorded, and today as far as it goes when there are none. Null with less than an hour to go by. */
export function bytesPerDay(files: readonly Pick<DayFile, 'startMs' | 'bytes' | 'oldestMs'>[], nowMs: number): number | null {
  const whole = files.filter(({ startMs, bytes }) => startMs + DAY_MS <= nowMs && bytes > 0 && startMs > nowMs - 8 * DAY_MS)
  const days = new Set(whole.map(({ startMs }) => startMs)).size
  if (days > 0) return whole.reduce((sum, { bytes }) => sum + bytes, 0) / days
  const today = files.filter(({ startMs }) => startMs + DAY_MS > nowMs)
  const sinceMs = nowMs - Math.min(...today.map(({ oldestMs, startMs }) => oldestMs ?? startMs))
  return today.length === 0 || !(sinceMs >= 3_600_000) ? null : (today.reduce((sum, { bytes }) => sum + bytes, 0) * DAY_MS) / sinceMs
}

/** How far back recordings will reach at this rate, and what bounds it. */
export function reach({ perDay, storage, usedBytes, freeBytes }: { perDay: number | null; storage: VigilConfig['storage']; usedBytes: number; freeBytes: number }): Pick<StorageStatus, 'reachDays' | 'boundBy'> {
  if (perDay === null) return { reachDays: null, boundBy: null }
  const bySize = (storage.retention.maxGb * GB) / perDay
  const byDisk = Math.max(0, usedBytes + freeBytes - storage.minFreeGb * GB) / perDay
  const reachDays = Math.min(storage.retention.days, bySize, byDisk)
  return { reachDays, boundBy: reachDays === storage.retention.days ? 'days' : reachDays === bySize ? 'size' : 'disk' }
}
