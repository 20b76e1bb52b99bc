import { assertNever } from '../../../common/assert-never.ts'
import type { Failure } from './failure-reason.ts'

/** One input's life. Pure: the hands in input-capture.ts carry out the effects. */
export type SupervisorState =
  | { readonly at: 'stopped' }
  /** Nothing to do: a file that came to its end. */
  | { readonly at: 'idle'; readonly reason: string }
  | { readonly at: 'connecting'; readonly attempt: number; readonly sinceMs: number }
  | { readonly at: 'live'; readonly sinceMs: number; readonly lastFrameMs: number; readonly attempt: number }
  | { readonly at: 'stalled'; readonly sinceMs: number; readonly lastFrameMs: number; readonly attempt: number }
  | { readonly at: 'backoff'; readonly attempt: number; readonly untilMs: number; readonly sinceMs: number; readonly failure: Failure }
  /** Trying again soon would not help; a slow retry notices when somebody mended it. */
  | { readonly at: 'failed'; readonly attempt: number; readonly untilMs: number; readonly sinceMs: number; readonly failure: Failure }

export type SupervisorInput =
  | { readonly type: 'start' }
  | { readonly type: 'stop' }
  /** A frame (or, for an input that only records, a fragment) came. */
  | { readonly type: 'frame' }
  /** ffmpeg is gone, or could not be started. `finished`: a file without loop came to its end. */
  | { readonly type: 'ended'; readonly failure: Failure; readonly finished: boolean }
  | { readonly type: 'tick' }

export type SupervisorEffect = 'launch' | 'kill'

export interface SupervisorContext {
  readonly nowMs: number
  /** 0..1, for the jitter. */
  readonly random: number
}

const CONNECT_LIMIT_MS = 20_000
const STALLED_AFTER_MS = 5_000
/** PRODUCT.md, "Watchdog". */
const RESTART_AFTER_MS = 20_000
/** After this long live, the next failure starts from the first delay again. */
const STEADY_AFTER_MS = 10_000
const SLOW_RETRY_MS = 60_000
const FIRST_DELAY_MS = 500
const LONGEST_DELAY_MS = 30_000

const SLOW = new Set(['auth', 'not-found', 'not-video', 'codec', 'url'])
const NO_FRAMES: Failure = { kind: 'no-frames', reason: 'no picture for 20 seconds; the stream is restarted' }
const NO_START: Failure = { kind: 'timeout', reason: 'the camera answered, but sent no picture for 20 seconds' }

/** Exponential with full jitter over the upper half: 0.25–0.5 s, 0.5–1 s, … 15–30 s. */
export const backoffDelayMs = (attempt: number, random: number): number =>
  Math.round(Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt) * (0.5 + random / 2))

export function stepSupervisor(state: SupervisorState, input: SupervisorInput, context: SupervisorContext): readonly [SupervisorState, readonly SupervisorEffect[]] {
  switch (input.type) {
    case 'start': return running(state) ? [state, []] : [connecting(0, context), ['launch']]
    case 'stop': return [{ at: 'stopped' }, running(state) ? ['kill'] : []]
    case 'frame': return [frame(state, context.nowMs), []]
    case 'ended': return running(state) ? [ended(state, input, context), []] : [state, []]
    case 'tick': return tick(state, context)
    default: return assertNever(input)
  }
}

const running = (state: SupervisorState): state is Extract<SupervisorState, { at: 'connecting' | 'live' | 'stalled' }> =>
  state.at === 'connecting' || state.at === 'live' || state.at === 'stalled'

const connecting = (attempt: number, { nowMs }: SupervisorContext): SupervisorState => ({ at: 'connecting', attempt, sinceMs: nowMs })

function frame(state: SupervisorState, nowMs: number): SupervisorState {
  switch (state.at) {
    case 'connecting': case 'stalled': return { at: 'live', sinceMs: nowMs, lastFrameMs: nowMs, attempt: state.attempt }
    case 'live': return { ...state, lastFrameMs: nowMs, attempt: nowMs - state.sinceMs > STEADY_AFTER_MS ? 0 : state.attempt }
    case 'stopped': case 'idle': case 'backoff': case 'failed': return state
    default: return assertNever(state)
  }
}

function ended(state: Extract<SupervisorState, { at: 'connecting' | 'live' | 'stalled' }>, { failure, finished }: Extract<SupervisorInput, { type: 'ended' }>, context: SupervisorContext): SupervisorState {
  if (finished) return { at: 'idle', reason: 'the file has ended' }
  // A stream that worked a moment ago and now refuses may be restarting: only a refusal at the start is for good.
  const slow = SLOW.has(failure.kind) && state.at === 'connecting'
  const delay = slow ? SLOW_RETRY_MS : backoffDelayMs(state.attempt, context.random)
  return { at: slow ? 'failed' : 'backoff', attempt: state.attempt + 1, untilMs: context.nowMs + delay, sinceMs: context.nowMs, failure }
}

function tick(state: SupervisorState, context: SupervisorContext): readonly [SupervisorState, readonly SupervisorEffect[]] {
  const { nowMs } = context
  switch (state.at) {
    case 'stopped': case 'idle': return [state, []]
    case 'connecting':
      return nowMs - state.sinceMs < CONNECT_LIMIT_MS ? [state, []] : [ended(state, { type: 'ended', failure: NO_START, finished: false }, context), ['kill']]
    case 'live':
      return nowMs - state.lastFrameMs < STALLED_AFTER_MS ? [state, []] : [{ at: 'stalled', sinceMs: nowMs, lastFrameMs: state.lastFrameMs, attempt: state.attempt }, []]
    case 'stalled':
      return nowMs - state.lastFrameMs < RESTART_AFTER_MS ? [state, []] : [ended(state, { type: 'ended', failure: NO_FRAMES, finished: false }, context), ['kill']]
    case 'backoff': case 'failed':
      return nowMs < state.untilMs ? [state, []] : [connecting(state.attempt, context), ['launch']]
    default: return assertNever(state)
  }
}
