import type { ProcessStats } from '../../../common/contracts/stats.ts'
import type { Event } from '../../../common/contracts/event.ts'
import { assertNever } from '../../../common/assert-never.ts'
import { messageOf } from '../../../common/message-of.ts'
import { StoreError } from '../../../common/store-error.ts'
import type { Store, StoreCommand, StoreMethod, StoreReport } from '../../../common/wire/store-messages.ts'
import { STORE_METHODS } from '../../../common/wire/store-call-args.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Logger } from '../../ports/logger.ts'
import type { WorkerHandle, WorkerHost } from '../../ports/worker-host.ts'
import { createStoreCalls, type StoreCallQueue } from './store-calls.ts'

export type StoreState =
  | { readonly at: 'starting' }
  | { readonly at: 'ready' }
  /** It cannot work; `reason` says in one sentence what to do. It is tried again all the same. */
  | { readonly at: 'failed'; readonly reason: string }
  | { readonly at: 'stopped' }

export interface Recovered {
  readonly repaired: readonly Event[]
  readonly quarantined: readonly { readonly path: string; readonly reason: string }[]
}

export interface StoreClient {
  /** Calls wait while the store starts (again) and are rejected with a reason when it does not answer in time. */
  readonly store: Store
  /** Resolves at once; calls made before the store is ready wait for it. What it returns stops it, within 3 s if not told otherwise: half of the time is for calls under way, half for closing. */
  start(): Promise<(withinMs?: number) => Promise<void>>
  readonly state: StoreState
  onState(listener: (state: StoreState) => void): () => void
  /** After every start: what a crash had left open, and files that were set aside. */
  onRecovered(listener: (recovered: Recovered) => void): () => void
  /** The process's last statistics; null before the first. */
  readonly stats: ProcessStats | null
  readonly restarts: number
  /** For tests and `kill` drills: the process that runs now. */
  readonly pid: number | undefined
}

const FIRST_RETRY_MS = 200
const LONGEST_RETRY_MS = 15_000
/** A process that worked this long may be restarted at once again. */
const SETTLED_AFTER_MS = 30_000
const SHUTTING_DOWN = 'Vigil is shutting down.'

/** Runs the store process, restarts it when it dies, and carries calls over a restart. */
export function createStoreClient({ host, dataDir, clock, logger, openEventIds, readOnly = false }: {
  host: WorkerHost
  dataDir: string
  clock: Clock
  logger: Logger
  /** Events this process has in hand: a restarted store leaves them open. */
  openEventIds: () => readonly string[]
  /** For replays of a folder on which an engine may be at work: nothing is written. */
  readOnly?: boolean
}): StoreClient {
  const stateListeners = new Set<(state: StoreState) => void>()
  const recoveredListeners = new Set<(recovered: Recovered) => void>()
  let state: StoreState = { at: 'starting' }
  let worker: WorkerHandle | null = null
  let stats: ProcessStats | null = null
  let restarts = 0
  let attempt = 0
  let startedAtMs = 0
  let stopping = false
  let cancelRetry = (): void => {}
  const gone = { resolve: (): void => {} }
  const calls: StoreCallQueue = createStoreCalls({ clock })

  const setState = (next: StoreState): void => {
    state = next
    for (const listener of stateListeners) listener(next)
  }

  const fail = (reason: string): void => {
    setState({ at: 'failed', reason })
    calls.rejectWaiting(reason)
    logger.error({ reason }, 'the store cannot work')
  }
  const onReady = async (handle: WorkerHandle): Promise<void> => {
    calls.connect((command: StoreCommand) => handle.post(command))
    try {
      // First of all calls, so that nothing new meets what a crash left open.
      const recovered = await calls.callFirst('recover', [{ openEventIds: [...openEventIds()] }]) as Recovered
      if (handle !== worker) return
      calls.release()
      setState({ at: 'ready' })
      if (recovered.repaired.length > 0) logger.warn({ events: recovered.repaired.length }, 'events that a crash had left open were closed')
      for (const listener of recoveredListeners) listener(recovered)
    } catch (error) {
      // A process that ended in the middle of it is started again all the same.
      if (handle !== worker) return
      fail(`The store could not repair what a crash left open (${messageOf(error)}).`)
      handle.kill()
    }
  }

  const onReport = (handle: WorkerHandle, report: StoreReport): void => {
    switch (report.type) {
      case 'ready': void onReady(handle); return
      case 'failed':
        fail(report.reason)
        return
      case 'set-aside':
        logger.error({ path: report.path, reason: report.reason }, 'a damaged file was moved aside and a fresh one begun')
        // Also those met while working: the damage of a day's media shows when somebody looks at it.
        for (const listener of recoveredListeners) listener({ repaired: [], quarantined: [report] })
        return
      case 'result': calls.resolve(report.id, report.value); return
      case 'error': calls.reject(report.id, new StoreError(report.message, report.kind)); return
      case 'stats': stats = report.process; return
      case 'log': logger[report.level]({ process: 'store' }, report.text); return
      default: assertNever(report)
    }
  }

  const spawn = (): void => {
    startedAtMs = clock.monotonic()
    const handle = host.spawn('store', readOnly ? [dataDir, '--read-only'] : [dataDir])
    worker = handle
    handle.onMessage((message) => onReport(handle, message as StoreReport))
    handle.onExit(({ code, signal }) => {
      if (worker === handle) onExit(code, signal)
    })
  }

  const onExit = (code: number | null, signal: string | null): void => {
    worker = null
    calls.disconnect()
    if (stopping) {
      setState({ at: 'stopped' })
      gone.resolve()
      return
    }
    attempt = clock.monotonic() - startedAtMs > SETTLED_AFTER_MS ? 0 : attempt + 1
    const delayMs = attempt === 0 ? 0 : Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempt - 1))
    if (state.at !== 'failed') {
      logger.error({ code, signal, delayMs }, 'the store process died and is started again')
      setState({ at: 'starting' })
    }
    cancelRetry = clock.after(delayMs, () => {
      restarts += 1
      spawn()
    })
  }

  const stop = async (withinMs = 3_000): Promise<void> => {
    stopping = true
    cancelRetry()
    if (!worker) {
      calls.rejectAll(SHUTTING_DOWN)
      setState({ at: 'stopped' })
      return
    }
    const ended = new Promise<void>((resolve) => { gone.resolve = resolve })
    await calls.idle(withinMs / 2)
    worker?.post({ type: 'stop' } satisfies StoreCommand)
    const cancelKill = clock.after(withinMs / 2, () => worker?.kill())
    await ended
    cancelKill()
    calls.rejectAll(SHUTTING_DOWN)
  }

  const refusal = (): string | null => (state.at === 'failed' ? state.reason : state.at === 'stopped' ? SHUTTING_DOWN : null)
  const call = (method: StoreMethod) => (...args: readonly unknown[]): Promise<unknown> =>
    (refusal() === null ? calls.call(method, args) : Promise.reject(new Error(refusal() ?? '')))
  const store = Object.fromEntries(STORE_METHODS.map((method) => [method, call(method)])) as unknown as Store

  return {
    store,
    async start() {
      spawn()
      return stop
    },
    get state() { return state },
    get stats() { return stats },
    get restarts() { return restarts },
    get pid() { return worker?.pid },
    onState(listener) {
      stateListeners.add(listener)
      return () => { stateListeners.delete(listener) }
    },
    onRecovered(listener) {
      recoveredListeners.add(listener)
      return () => { recoveredListeners.delete(listener) }
    },
  }
}

