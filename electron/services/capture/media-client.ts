import type { Evidence } from '../../../common/evidence.ts'
import type { CameraId } from '../../../common/ids.ts'
import type { MediaCommand, MediaReport } from '../../../common/wire/media-messages.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Logger } from '../../ports/logger.ts'
import type { WorkerHandle, WorkerHost } from '../../ports/worker-host.ts'

export interface MediaLink {
  /** Sent now, or dropped while the process is away: what must survive a restart is sent again in `onUp`. */
  send(command: MediaCommand, handle?: unknown): void
  snapshot(cameraId: string, boxes: boolean): Promise<Uint8Array | null>
  /** What the analysis saw and decided in that span, milliseconds since 1970; null when it cannot be asked. */
  evidence(cameraId: string, fromMs: number, toMs: number): Promise<Evidence | null>
  onReport(listener: (report: MediaReport) => void): void
  /** The process is ready for commands; called after every start. */
  onUp(listener: (restarts: number) => void): void
  /** The process died; what it had in flight is gone. */
  onDown(listener: (reason: string) => void): void
  readonly up: boolean
  readonly restarts: number
  readonly pid: number | undefined
  start(): void
  /** Ends the process, by force when it does not go within that time (3 s). */
  stop(withinMs?: number): Promise<void>
}

const FIRST_RESTART_MS = 100
const LONGEST_RESTART_MS = 5_000
/** After this long up, the next death is restarted at once again. */
const STEADY_MS = 30_000
const ANSWER_LIMIT_MS = 3_000

/** Keeps the media process alive and talks to it. */
export function createMediaClient({ host, clock, logger }: { host: WorkerHost; clock: Clock; logger: Logger }): MediaLink {
  let worker: WorkerHandle | null = null
  let up = false
  let stopping = false
  let stopped: (() => void) | null = null
  let restarts = 0
  let quickDeaths = 0
  let startedAt = 0
  let nextRequest = 1
  /** Who waits for the answer to a request; null = there will be none. */
  const asked = new Map<number, (report: MediaReport | null) => void>()
  const listeners = { report: [] as ((report: MediaReport) => void)[], up: [] as ((restarts: number) => void)[], down: [] as ((reason: string) => void)[] }

  const spawn = (): void => {
    startedAt = clock.monotonic()
    const handle = host.spawn('media', [])
    worker = handle
    // What a process that is gone still had to say must not be taken for its successor's words.
    handle.onMessage((message) => { if (worker === handle) receive(message as MediaReport) })
    handle.onExit((exit) => exited(handle, exit))
  }

  const receive = (report: MediaReport): void => {
    if (report.type === 'ready') {
      up = true
      for (const listener of listeners.up) listener(restarts)
    } else if (report.type === 'snapshot-done' || report.type === 'evidence-done') {
      asked.get(report.requestId)?.(report)
      asked.delete(report.requestId)
    }
    for (const listener of listeners.report) listener(report)
  }

  const exited = (handle: WorkerHandle, exit: { code: number | null; signal: string | null }): void => {
    if (worker !== handle) return
    worker = null
    up = false
    for (const answer of asked.values()) answer(null)
    asked.clear()
    const reason = exit.signal === null ? `the media process ended with code ${exit.code}` : `the media process was ended by ${exit.signal}`
    for (const listener of listeners.down) listener(reason)
    if (stopping) return stopped?.()
    quickDeaths = clock.monotonic() - startedAt > STEADY_MS ? 0 : quickDeaths + 1
    restarts++
    const delay = Math.min(LONGEST_RESTART_MS, FIRST_RESTART_MS * 2 ** Math.max(0, quickDeaths - 1))
    logger.error({ exit, restartInMs: delay }, `${reason}; restarting it`)
    clock.after(delay, () => { if (!stopping) spawn() })
  }

  /** Null when the process is away, dies, or says nothing for too long. */
  function ask(command: (requestId: number) => MediaCommand): Promise<MediaReport | null> {
    if (!up) return Promise.resolve(null)
    const requestId = nextRequest++
    return new Promise((resolve) => {
      const cancel = clock.after(ANSWER_LIMIT_MS, () => { asked.delete(requestId); resolve(null) })
      asked.set(requestId, (report) => { cancel(); resolve(report) })
      worker?.post(command(requestId))
    })
  }

  return {
    send: (command, handle) => { if (up) worker?.post(command, handle) },
    async snapshot(cameraId, boxes) {
      const answer = await ask((requestId) => ({ type: 'snapshot', requestId, cameraId: cameraId as CameraId, boxes }))
      return answer?.type === 'snapshot-done' ? answer.jpeg : null
    },
    async evidence(cameraId, fromMs, toMs) {
      const answer = await ask((requestId) => ({ type: 'evidence', requestId, cameraId: cameraId as CameraId, fromMs, toMs }))
      return answer?.type === 'evidence-done' ? answer.evidence : null
    },
    onReport: (listener) => void listeners.report.push(listener),
    onUp: (listener) => void listeners.up.push(listener),
    onDown: (listener) => void listeners.down.push(listener),
    get up() { return up },
    get restarts() { return restarts },
    get pid() { return worker?.pid },
    start: spawn,
    async stop(withinMs = 3_000) {
      stopping = true
      const handle = worker
      if (!handle) return
      await new Promise<void>((resolve) => {
        const cancel = clock.after(withinMs, () => handle.kill())
        stopped = () => { cancel(); resolve() }
        handle.post({ type: 'stop' })
      })
    },
  }
}
