import type { Store, StoreCalls } from '../common/wire/store-messages.ts'
import { openStore, type StoreOptions } from '../native-workers/store/calls.ts'

/** The real store on real files, called in this process: for tests that are not about the process. */
export function localStore(folder: string, now: () => number, onQuarantine: StoreOptions['onQuarantine'] = () => {}): { store: Store; calls: StoreCalls; idle(): boolean; close(): void } {
  const opened = openStore({ folder, now, onQuarantine })
  const store = Object.fromEntries(Object.entries(opened.calls).map(([name, call]) =>
    [name, async (...args: unknown[]): Promise<unknown> => (call as (...args: unknown[]) => unknown)(...args)])) as unknown as Store
  return { store, calls: opened.calls, idle: opened.idle, close: opened.close }
}
