import type { Stats } from '../../../common/contracts/stats.ts'
import { DROP_OUTCOMES, type AnalysisOutcome } from '../../../common/ledger.ts'

export interface Advice {
  readonly level: 'warn' | 'alert'
  readonly text: string
}

const DROP_RATE_LIMIT = 0.05
const ON_TIME_LIMIT = 0.95
const LOOP_LIMIT_MS = 50
const FREE_LIMIT_BYTES = 4e9

const REMEDIES: Readonly<Partial<Record<AnalysisOutcome, string>>> = {
  superseded: 'frames come faster than they are analysed: lower the frame rate or the analysis width of the busiest camera',
  stale: 'frames wait too long before they are analysed: lower the inference rate, or give the detector another thread',
  'pool-exhausted': 'the frame pool is too small: raise its slots in vigil.yml, or lower the frame rate',
  'reader-late': 'the machine reads the streams too slowly: lower the frame rate or use a sub stream for detection',
  'infer-timeout': 'the detector does not answer in time: choose a smaller model or lower the inference rate',
  malformed: 'the source sends broken frames: check its network and cable',
}

/** One sentence about what is short right now and what to do; null while all is well. */
export function advise(stats: Stats): Advice | null {
  if (stats.cameras.some((camera) => camera.ledger.mismatch !== 0)) {
    return { level: 'alert', text: 'The frame ledger does not add up: a frame was lost without a reason. This is a bug; please report it with the diagnostics.' }
  }
  const worst = stats.cameras.toSorted((a, b) => b.recentDropRate - a.recentDropRate)[0]
  if (worst && worst.recentDropRate > DROP_RATE_LIMIT) {
    const reason = DROP_OUTCOMES.filter((name) => name !== 'shutdown').toSorted((a, b) => worst.ledger.outcomes[b] - worst.ledger.outcomes[a])[0]
    const remedy = (reason && REMEDIES[reason]) ?? 'look at the drops by reason below'
    return { level: 'alert', text: `${worst.name} drops ${(worst.recentDropRate * 100).toFixed(1)} % of its frames: ${remedy}.` }
  }
  const limited = stats.cameras.filter(({ inferLimit }) => inferLimit !== null)
  if (limited[0]?.inferLimit) {
    const { name, inferLimit } = limited[0]
    const others = limited.length > 1 ? ` and ${limited.length - 1} more` : ''
    return { level: 'warn', text: `The detector is busy: ${name}${others} at ${inferLimit.fps} instead of ${inferLimit.wantedFps} inferences a second. Give it another thread, choose a smaller model, lower the inference rates, or give the cameras that matter most a high priority.` }
  }
  const late = stats.cameras.filter((camera) => camera.recentOnTimeRatio !== null).toSorted((a, b) => (a.recentOnTimeRatio ?? 1) - (b.recentOnTimeRatio ?? 1))[0]
  if (late && (late.recentOnTimeRatio ?? 1) < ON_TIME_LIMIT) {
    return { level: 'warn', text: `${late.name} meets its deadline of ${late.deadlineMs.toFixed(0)} ms for only ${((late.recentOnTimeRatio ?? 0) * 100).toFixed(1)} % of its frames: lower its inference rate, or give the detector another thread.` }
  }
  const busy = stats.processes.toSorted((a, b) => b.eventLoopDelayMs.p99 - a.eventLoopDelayMs.p99)[0]
  if (busy && busy.eventLoopDelayMs.p99 > LOOP_LIMIT_MS) {
    return { level: 'warn', text: `The ${busy.name} process is held up (event loop P99 ${busy.eventLoopDelayMs.p99.toFixed(0)} ms): other programs may be taking the processor.` }
  }
  if (stats.storage.freeBytes < FREE_LIMIT_BYTES) {
    return { level: 'warn', text: `Only ${(stats.storage.freeBytes / 1e9).toFixed(1)} GB are free: the oldest clips will be deleted soon. Free some space, or lower storage.retention in vigil.yml.` }
  }
  return null
}
