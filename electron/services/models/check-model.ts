import type { CheckCommand, CheckReport } from '../../../common/wire/check-messages.ts'
import type { ModelFile } from '../../../common/wire/media-messages.ts'
import type { Clock } from '../../ports/clock.ts'
import type { WorkerHost } from '../../ports/worker-host.ts'

const LIMIT_MS = 60_000
/** To end by itself after its answer. */
const END_LIMIT_MS = 2_000

export type CheckOutcome = Exclude<CheckReport, { type: 'ready' }>
export type CheckModel = (model: Pick<ModelFile, 'path' | 'known'>) => Promise<CheckOutcome>

/** Tries a model in a process of its own: neither a crash nor a hang of it reaches the live analysis. Never rejects. */
export const modelChecker = ({ host, clock }: { host: WorkerHost; clock: Clock }): CheckModel => ({ path, known }) =>
  new Promise((resolve) => {
    const worker = host.spawn('check', [])
    const post = (command: CheckCommand): void => worker.post(command)
    const refuse = (what: string): void => resolve({ type: 'refused', reason: `${path}: ${what}; choose another model, or export it again` })
    let cancel = clock.after(LIMIT_MS, () => {
      refuse(`the trial run took longer than ${LIMIT_MS / 1000} s`)
      worker.kill()
    })
    worker.onMessage((message) => {
      const report = message as CheckReport
      if (report.type === 'ready') return post({ type: 'check', path, known })
      cancel()
      cancel = clock.after(END_LIMIT_MS, () => worker.kill())
      post({ type: 'stop' })
      return resolve(report)
    })
    worker.onExit(({ code, signal }) => {
      cancel()
      refuse(`the process that tried it ended with ${signal ?? `code ${code}`}`)
    })
  })
