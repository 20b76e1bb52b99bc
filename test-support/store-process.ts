import type { Store, StoreCalls, StoreReport } from '../common/wire/store-messages.ts'
import { childHost } from './child-host.ts'

/** The real store process on a folder; a call takes as long as main would wait. */
export interface StoreProcess {
  call<K extends keyof StoreCalls>(method: K, ...args: Parameters<StoreCalls[K]>): ReturnType<Store[K]>
  /** Closed properly, or as by a crash. */
  stop(): Promise<void>
  kill(): Promise<void>
}

/** Rejects with the reason when the store cannot work. A call's error says its kind first. */
export async function startStore(folder: string): Promise<StoreProcess> {
  const child = childHost({ execArgv: ['--max-old-space-size=256'] }).spawn('store', [folder])
  const waiting = new Map<number, ReturnType<typeof Promise.withResolvers<unknown>>>()
  let lastId = 0
  await new Promise<void>((ready, failed) => {
    child.onMessage((message) => {
      const report = message as StoreReport
      if (report.type === 'ready') ready()
      if (report.type === 'failed') failed(new Error(report.reason))
      if (report.type === 'result') waiting.get(report.id)?.resolve(report.value)
      if (report.type === 'error') waiting.get(report.id)?.reject(new Error(`${report.kind}: ${report.message}`))
    })
  })
  const exited = new Promise<void>((done) => { child.onExit(() => done()) })
  return {
    call<K extends keyof StoreCalls>(method: K, ...args: Parameters<StoreCalls[K]>) {
      const id = ++lastId
      const answer = Promise.withResolvers<unknown>()
      waiting.set(id, answer)
      child.post({ type: 'call', id, method, args })
      return answer.promise.finally(() => waiting.delete(id)) as ReturnType<Store[K]>
    },
    stop: () => {
      child.post({ type: 'stop' })
      return exited
    },
    kill: () => {
      child.kill()
      return exited
    },
  }
}
