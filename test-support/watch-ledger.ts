import type { Stats } from '../common/contracts/stats.ts'
import { ledgerMismatch } from '../common/ledger.ts'
import type { RunningEngine } from './engine.ts'

export interface LedgerWatch {
  /** One line per sample that did not add up, or that forgot frames. */
  readonly problems: readonly string[]
  readonly samples: number
  readonly last: Stats | null
  stop(): void
}

/** Reads the ledger again and again, as long as the engine runs: it must add up at every single moment. */
export function watchLedger(engine: RunningEngine, everyMs: number): LedgerWatch {
  const problems: string[] = []
  const captured = new Map<string, number>()
  let samples = 0
  let last: Stats | null = null
  let stopped = false

  const look = (stats: Stats): void => {
    samples++
    last = stats
    for (const { id, ledger } of [...stats.cameras, { id: 'all', ledger: stats.all.ledger }]) {
      if (ledgerMismatch(ledger) !== 0 || ledger.mismatch !== 0) problems.push(`sample ${samples}, ${id}: ${JSON.stringify(ledger)}`)
      if (ledger.captured < (captured.get(id) ?? 0)) problems.push(`sample ${samples}, ${id}: captured fell from ${captured.get(id)} to ${ledger.captured}`)
      if (ledger.inFlight < 0) problems.push(`sample ${samples}, ${id}: ${ledger.inFlight} in flight`)
      captured.set(id, ledger.captured)
    }
  }
  const timer = setInterval(() => {
    engine.stats().then(look, (error: unknown) => { if (!stopped) problems.push(`no answer: ${String(error)}`) })
  }, everyMs)
  return {
    problems,
    get samples() { return samples },
    get last() { return last },
    stop() {
      stopped = true
      clearInterval(timer)
    },
  }
}

/** Frames the analysis looked at, by camera. */
export const analysedFrames = (stats: Stats | undefined): Map<string, number> =>
  new Map(stats?.cameras.map(({ id, ledger: { outcomes } }) => [id, outcomes.inferred + outcomes.still + outcomes.sampled]))
