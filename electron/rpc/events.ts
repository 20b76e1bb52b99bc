import { implement, ORPCError } from '@orpc/server'
import { contract } from '../../common/contracts/rpc.ts'
import type { EventNews } from '../services/events/event-feed.ts'
import type { Services } from './services.ts'
import { watchEach } from './watch.ts'

const os = implement(contract).events
const UNREAD_LIMIT = 1000

export function eventProcedures(services: Services) {
  const found = <T>(value: T | null, id: string): T => {
    if (value === null) throw new ORPCError('NOT_FOUND', { message: `there is no event "${id}"` })
    return value
  }
  return {
    list: os.list.handler(({ input }) => services.store.listEvents(input)),
    get: os.get.handler(async ({ input }) => found(await services.store.getEvent(input.id), input.id)),
    patch: os.patch.handler(async ({ input }) => found(await services.patchEvent(input.id, input.patch), input.id)),
    remove: os.remove.handler(async ({ input }) => {
      if (!await services.removeEvent(input.id)) throw new ORPCError('NOT_FOUND', { message: `there is no event "${input.id}"` })
    }),
    tracks: os.tracks.handler(async ({ input }) => found(await services.footage.clipTracks(input.id, input.part), input.id)),
    counts: os.counts.handler(({ input }) => services.store.countEvents(input)),
    watch: os.watch.handler(({ signal }) => watchEach<EventNews>({ subscribe: (push) => services.feed.subscribe(push), limit: UNREAD_LIMIT, signal })),
  }
}
