import { implement } from '@orpc/server'
import { contract } from '../../common/contracts/rpc.ts'
import { cameraProcedures } from './cameras.ts'
import { editing } from './editing.ts'
import { eventProcedures } from './events.ts'
import { exportProcedures } from './exports.ts'
import { footageProcedures, lookAtStorage, watchStorage } from './footage.ts'
import type { Services } from './services.ts'
import { ruleProcedures } from './rules.ts'
import { watchEach, watchLatest } from './watch.ts'

export const os = implement(contract)

/** The whole contract, served the same over a MessagePort and a WebSocket. */
export function createRouter(services: Services) {
  return os.router({
    system: {
      watch: os.system.watch.handler(({ signal }) => watchLatest({
        read: () => services.board.status(), subscribe: (changed) => services.board.onChange(changed), everyMs: 100, signal,
      })),
    },
    cameras: cameraProcedures(services),
    events: eventProcedures(services),
    footage: footageProcedures(services),
    exports: exportProcedures(services),
    storage: {
      look: os.storage.look.handler(() => lookAtStorage(services)),
      watch: os.storage.watch.handler(({ signal }) => watchStorage(services, signal)),
    },
    rules: ruleProcedures(services),
    stats: {
      watch: os.stats.watch.handler(({ signal }) => watchEach({ subscribe: (push) => services.stats.onStats(push), limit: 2, signal })),
      history: os.stats.history.handler(({ input }) => services.stats.recent(input.seconds)),
    },
    models: {
      list: os.models.list.handler(() => services.models.list()),
      activate: os.models.activate.handler(({ input }) => editing(() => services.models.activate(input.id))),
    },
  })
}
