import { implement, ORPCError } from '@orpc/server'
import { contract } from '../../common/contracts/rpc.ts'
import { EditError } from '../../common/edit-error.ts'
import { messageOf } from '../../common/message-of.ts'
import type { Services } from './services.ts'

const os = implement(contract).rules

/** So many events of a replay go to a screen; the counts are of all. */
const LISTED = 1_000

export function ruleProcedures(services: Services) {
  return {
    replay: os.replay.handler(async function* ({ input: { id, ...request }, signal }) {
      try {
        for await (const news of services.replay(id, request, signal)) {
          yield news.type === 'progress' ? news : { ...news, replay: shortened(news.replay, LISTED) }
        }
      } catch (error) {
        if (error instanceof EditError) throw new ORPCError(error.kind === 'not-found' ? 'NOT_FOUND' : 'BAD_REQUEST', { message: error.message, data: { problems: [...error.problems] } })
        throw new ORPCError('UNAVAILABLE', { message: messageOf(error) })
      }
    }),
  }
}

/** What is unchanged goes first when there is too much. */
export function shortened<T extends { readonly events: readonly { readonly change: string }[]; readonly unlisted: number }>(replay: T, limit: number): T {
  if (replay.events.length <= limit) return replay
  const news = replay.events.filter(({ change }) => change !== 'same')
  const listed = (news.length > limit ? news : replay.events.filter(({ change }, index) => change !== 'same' || index < limit - news.length)).slice(0, limit)
  return { ...replay, events: listed, unlisted: replay.events.length - listed.length }
}
