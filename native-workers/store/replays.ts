import type { StoreCalls } from '../../common/wire/store-messages.ts'
import { runReplay, type ReplaySources } from './replay-run.ts'

/** Each holds what it has found so far. */
const MAX_OPEN = 8

/** The replays under way, by the number that main got for them. */
export function createReplays(sources: ReplaySources): Pick<StoreCalls, 'openReplay' | 'stepReplay' | 'closeReplay'> {
  const open = new Map<number, ReturnType<typeof runReplay>>()
  let lastId = 0
  return {
    openReplay(args) {
      if (open.size >= MAX_OPEN) throw new Error(`${MAX_OPEN} replays are running; wait for one to end, or cancel it`)
      open.set(++lastId, runReplay(sources, args))
      return lastId
    },
    stepReplay(id) {
      const running = open.get(id)
      if (!running) throw new Error('this replay is not known any more: the store was restarted; please try again')
      try {
        const step = running.next()
        if (step.done !== true) return { ...step.value, replay: null }
        open.delete(id)
        return { done: 1, total: 1, replay: step.value }
      } catch (error) {
        open.delete(id)
        throw error
      }
    },
    closeReplay(id) { open.delete(id) },
  }
}
