import { implement, ORPCError } from '@orpc/server'
import { contract } from '../../common/contracts/rpc.ts'
import { editing } from './editing.ts'
import type { Services } from './services.ts'
import { watchLatest } from './watch.ts'

const os = implement(contract).exports

export function exportProcedures({ exports }: Services) {
  return {
    start: os.start.handler(({ input }) => editing(() => exports.start(input))),
    watch: os.watch.handler(({ signal }) => watchLatest({ read: () => exports.jobs(), subscribe: (changed) => exports.onChange(changed), everyMs: 200, signal })),
    remove: os.remove.handler(({ input }) => {
      if (!exports.remove(input.id)) throw new ORPCError('NOT_FOUND', { message: 'there is no such export (any more)' })
    }),
  }
}
