import type { Store, StoreCalls, StoreReport } from '../common/wire/store-messages.ts'
import { childHost } from '../test-support/child-host.ts'

/** The real store process on a folder; a call's time is what main would wait. */
export interface StoreProcess {
  call<K extends keyof StoreCalls>(method: K, ...args: Parameters<StoreCalls[K]>): ReturnType<Store[K]>
  /** Closed properly, or as by a crash. */
  stop(): Promise<void>
  kill(): Promise<void>
}

export async function startStore(folder: string): Promise<StoreProcess> {
  const child = childHost({ execArgv: ['--max-old-space-size=256'] }).spawn('store', [folder])
  const waiting = new Map<number, (report: Extract<StoreReport, { type: 'result' | 'error' }>) => void>()
  let lastId = 0
  await new Promise<void>((ready, failed) => {
    child.onMessage((message) => {
      const report = message as StoreReport
      if (report.type === 'ready') ready()
      if (report.type === 'failed') failed(new Error(report.reason))
      if (report.type === 'result' || report.type === 'error') {
        waiting.get(report.id)?.(report)
        waiting.delete(report.id)
      }
    })
  })
  const exited = new Promise<void>((done) => { child.onExit(() => done()) })
  return {
    call: <K extends keyof StoreCalls>(method: K, ...args: Parameters<StoreCalls[K]>) => new Promise((done, failed) => {
      const id = ++lastId
      waiting.set(id, (report) => { if (report.type === 'result') done(report.value); else failed(new Error(`${report.kind}: ${report.message}`)) })
      child.post({ type: 'call', id, method, args })
    }) as ReturnType<Store[K]>,
    stop: () => { child.post({ type: 'stop' }); return exited },
    kill: () => { child.kill(); return exited },
  }
}
