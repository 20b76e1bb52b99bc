import type { Stats } from '../common/contracts/stats.ts'
import type { Services } from './rpc/services.ts'

const LIMIT_MS = 60_000
const LOOK_EVERY_MS = 200
const CAMERA = 'smoke'

export interface SmokeFacts {
  readonly model: string
  readonly inferred: number
  readonly event: string
  readonly tookMs: number
}

/**
 * What a door must be able to do on a machine nobody has tried: create a session, run it, read a row. The built-in picture moves, so the
 * detector is asked and a motion event is stored. Rejects with what was missing.
 */
export async function runSmoke(services: Pick<Services, 'board' | 'cameras' | 'stats' | 'store'>): Promise<SmokeFacts> {
  const { board, cameras, stats, store } = services
  const startedAt = performance.now()
  await cameras.add({ id: CAMERA, inputs: [{ url: 'test:pattern' }], events: { on: ['motion'] } })
  let missing = 'the detector did not start'
  while (performance.now() - startedAt < LIMIT_MS) {
    const { state, modelId, reason } = board.detectorStatus
    if (state === 'motion-only') throw new Error(`no session could be created: ${reason ?? 'no model is set'}`)
    const inferred = inferredOf(stats.current())
    const event = (await store.listEvents({ camera: CAMERA, limit: 1 })).items[0]
    if (modelId !== null && inferred > 0 && event) {
      await cameras.remove(CAMERA)
      return { model: modelId, inferred, event: event.id, tookMs: Math.round(performance.now() - startedAt) }
    }
    missing = modelId === null ? missing : inferred === 0 ? 'the session answered no frame' : 'no event was stored'
    await new Promise((resolve) => { setTimeout(resolve, LOOK_EVERY_MS) })
  }
  throw new Error(`after ${LIMIT_MS / 1000} s: ${missing}`)
}

const inferredOf = (stats: Stats): number => stats.cameras.find(({ id }) => id === CAMERA)?.ledger.outcomes.inferred ?? 0
