import { statfs } from 'node:fs/promises'
import type { VigilConfig } from '../../../common/contracts/config.ts'
import type { StorageStatus } from '../../../common/contracts/storage.ts'
import type { Notice } from '../../../common/contracts/system.ts'
import { parseMediaFile } from '../../../common/footage/media-file.ts'
import type { MediaFileFacts, Store } from '../../../common/wire/store-messages.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Logger } from '../../ports/logger.ts'
import { planRetention, type RetentionStep } from './retention-plan.ts'
import { storageStatus } from './storage-status.ts'
import type { GateState } from '../clips/recording-gate.ts'

export interface StorageService {
  readonly status: StorageStatus | null
  onStatus(listener: (status: StorageStatus) => void): () => void
  /** Looks again now: the config or the gate changed. */
  look(): Promise<void>
  start(): () => void
}

const EVERY_MS = 30_000
/** A disk that is short is announced so long before anything is deleted for it. */
const ANNOUNCED_MS = 120_000
/** Below this nothing is written any more: the catalogue, the config and the log need the rest. */
const RESERVE_BYTES = 64e6
const GB = 1e9

/** Watches how much recordings take and how much there is, deletes what is over its bounds, and says all of it beforehand. */
export function createStorageService({ store, folder, config, clock, logger, gate, note, onRemoved, free = freeBytesOf }: {
  store: Pick<Store, 'mediaFiles' | 'dropFile' | 'trimFile'>
  folder: string
  config: () => Pick<VigilConfig, 'storage' | 'cameras'>
  clock: Clock
  logger: Logger
  gate: { readonly state: GateState; refused(kind: 'full'): void; hold(held: boolean): void }
  note: (id: string, notice: Omit<Notice, 'id'> | null) => void
  /** Events went with their day. */
  onRemoved: () => void
  /** Null when it cannot be told. */
  free?: (folder: string) => Promise<number | null>
}): StorageService {
  const listeners = new Set<(status: StorageStatus) => void>()
  let status: StorageStatus | null = null
  let announcedAtMs: number | null = null
  let looking: Promise<void> | null = null
  let stopped = false
  let cancel = (): void => {}

  const carryOut = async (step: RetentionStep): Promise<void> => {
    let freed = 0
    for (;;) {
      if (stopped) return
      const { done, freedBytes } = step.do === 'drop' ? await store.dropFile(step.file) : await store.trimFile({ file: step.file, beforeMs: step.beforeMs })
      freed += freedBytes
      if (done) break
    }
    const { day, camera } = parseMediaFile(step.file)
    logger.info({ camera, day, bytes: freed, because: step.because }, step.do === 'drop' ? 'a day of recordings was deleted' : 'the oldest hours of today were deleted')
    onRemoved()
  }

  const tell = (files: readonly MediaFileFacts[], freeBytes: number, steps: readonly RetentionStep[]): void => {
    const forDisk = steps.find(({ because }) => because === 'disk')
    const minFree = config().storage.minFreeGb
    const low = freeBytes < minFree * GB
    status = storageStatus({ files, ...config(), freeBytes, nowMs: clock.now(), gate: gate.state, low, next: forDisk && announcedAtMs !== null ? { step: forDisk, atMs: announcedAtMs + ANNOUNCED_MS } : null })
    note('disk', low ? { level: 'alert', text: lowText(freeBytes, minFree, forDisk), cameraId: null } : null)
    note('recording', gate.state.at === 'shut' ? { level: 'alert', text: `${gate.state.reason}. ${WHAT_TO_DO[gate.state.kind]}`, cameraId: null } : null)
    for (const listener of listeners) listener(status)
  }

  const lookOnce = async (): Promise<void> => {
    try {
      const freeBytes = await free(folder)
      gate.hold(freeBytes !== null && freeBytes < RESERVE_BYTES)
      const files = await store.mediaFiles()
      const steps = planRetention({ files, ...config(), freeBytes: freeBytes ?? Infinity, nowMs: clock.now() })
      const forDisk = steps.some(({ because }) => because === 'disk')
      announcedAtMs = forDisk ? (announcedAtMs ?? clock.now()) : null
      tell(files, freeBytes ?? 0, steps)
      const due = steps.filter(({ because }) => because !== 'disk' || (announcedAtMs !== null && clock.now() - announcedAtMs >= ANNOUNCED_MS))
      for (const step of due) await carryOut(step)
      if (due.length > 0 && !stopped) tell(await store.mediaFiles(), await free(folder) ?? 0, [])
    } catch (error) {
      // The store says itself what is wrong with it; the next look finds it well again.
      logger.debug({ error: String(error) }, 'what is stored could not be looked at')
    }
  }
  const look = (): Promise<void> => {
    looking ??= lookOnce().finally(() => { looking = null })
    return looking
  }
  const turn = (): void => {
    void look().then(() => {
      if (!stopped) cancel = clock.after(EVERY_MS, turn)
    })
  }

  return {
    get status() { return status },
    onStatus(listener) {
      listeners.add(listener)
      return () => { listeners.delete(listener) }
    },
    look,
    start() {
      turn()
      return () => {
        stopped = true
        cancel()
      }
    },
  }
}

const WHAT_TO_DO: Readonly<Record<Extract<GateState, { at: 'shut' }>['kind'], string>> = {
  full: 'Free some space, or let recordings take less.',
  'read-only': 'Look at the disk: it may be broken, or its file system mounted read-only.',
}

const lowText = (freeBytes: number, minFreeGb: number, next: RetentionStep | undefined): string => {
  const said = `Only ${(freeBytes / GB).toFixed(1)} GB are free for recordings (storage.minFreeGb is ${minFreeGb})`
  if (!next) return `${said}, and there is nothing left that may be deleted; free some space`
  const { day, camera } = parseMediaFile(next.file)
  return `${said}: ${next.do === 'drop' ? `the recordings of ${day}` : 'the oldest hours of today'}${camera === null ? '' : ` of ${camera}`} are about to be deleted; free some space, or pin what must stay`
}

const freeBytesOf = (folder: string): Promise<number | null> => statfs(folder).then(({ bavail, bsize }) => bavail * bsize, () => null)
