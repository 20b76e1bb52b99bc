import type { ReplayNews } from '../../../common/contracts/replay.ts'
import type { ReplayArgs, Store } from '../../../common/wire/store-messages.ts'

type ReplayStore = Pick<Store, 'openReplay' | 'stepReplay' | 'closeReplay'>

/** Progress is told in steps of this many chunks: streams have no back-pressure. */
const TELL_EVERY = 16

/**
 * Runs one replay in the store process, step by step: between two steps the store does everything else it is asked. Ends when `signal`
 * is aborted or the reader leaves. Rejects with a reason for a person.
 */
export async function* replayRules(store: ReplayStore, args: ReplayArgs, signal: AbortSignal | undefined): AsyncGenerator<ReplayNews, void, void> {
  const id = await store.openReplay(args)
  let ended = false
  try {
    for (let step = 0; ; step += 1) {
      if (signal?.aborted === true) return
      const { done, total, replay } = await store.stepReplay(id)
      if (replay) {
        ended = true
        yield { type: 'result', replay }
        return
      }
      if (step % TELL_EVERY === 0) yield { type: 'progress', done, total }
    }
  } finally {
    // A store that is gone has forgotten it anyway.
    if (!ended) await store.closeReplay(id).catch(() => undefined)
  }
}
