import { implement, ORPCError } from '@orpc/server'
import { contract } from '../../common/contracts/rpc.ts'
import type { StorageStatus } from '../../common/contracts/storage.ts'
import { editing } from './editing.ts'
import type { Services } from './services.ts'
import { watchLatest } from './watch.ts'

const os = implement(contract).footage

export function footageProcedures({ footage, store }: Services) {
  return {
    timeline: os.timeline.handler(async ({ input: { cameras, from, to, stepSeconds } }) => ({
      cameras: await store.timeline({ cameras, fromMs: Date.parse(from), toMs: Date.parse(to), stepMs: stepSeconds * 1_000 }),
    })),
    neighbour: os.neighbour.handler(({ input: { cameras, at, direction } }) => store.neighbour({ cameras, atMs: Date.parse(at), direction })),
    open: os.open.handler(({ input }) => editing(() => footage.open(input))),
    tracks: os.tracks.handler(({ input }) => {
      const file = footage.file(input.id)
      if (!file) throw new ORPCError('NOT_FOUND', { message: 'this footage was closed; open it again' })
      return file.tracks()
    }),
  }
}

export async function lookAtStorage({ storage }: Pick<Services, 'storage'>): Promise<StorageStatus> {
  await storage.look()
  if (!storage.status) throw new ORPCError('SERVICE_UNAVAILABLE', { message: 'what is stored could not be looked at' })
  return storage.status
}

/** The status once it is known, and whenever it was looked at again. */
export async function* watchStorage({ storage }: Pick<Services, 'storage'>, signal: AbortSignal | undefined): AsyncGenerator<StorageStatus, void, void> {
  if (storage.status === null) await storage.look()
  for await (const status of watchLatest({ read: () => storage.status, subscribe: (changed) => storage.onStatus(changed), everyMs: 1_000, signal })) if (status) yield status
}
