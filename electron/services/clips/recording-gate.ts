import type { Clock } from '../../ports/clock.ts'

export type GateState = { readonly at: 'open' } | { readonly at: 'shut'; readonly kind: 'full' | 'read-only'; readonly reason: string }

/**
 * Whether footage is written at all. A full disk shuts it for every camera: live pictures, analysis and the list of events go on, nothing half is written. It opens again by
 * itself: a few seconds after the last refusal rows are let through again, to see whether they are taken.
 */
export interface RecordingGate {
  readonly state: GateState
  /** Open, or shut long enough that rows may be sent to find out whether that still holds. */
  mayTry(): boolean
  refused(kind: 'full' | 'read-only'): void
  /** The disk is all but full: nothing is tried before that is over. */
  hold(held: boolean): void
  /** Something was stored. */
  taken(): void
}

const TRY_AGAIN_MS = 5_000

const REASONS = {
  full: 'The disk is full: recording has stopped until there is space again',
  'read-only': 'The disk does not let anything be written: recording has stopped until it does',
} as const

export function createRecordingGate({ clock, onChange }: { clock: Clock; onChange: (state: GateState) => void }): RecordingGate {
  let state: GateState = { at: 'open' }
  let refusedAtMs = -Infinity
  let held = false
  const refused = (kind: 'full' | 'read-only'): void => {
    refusedAtMs = clock.monotonic()
    if (state.at === 'shut' && state.kind === kind) return
    state = { at: 'shut', kind, reason: REASONS[kind] }
    onChange(state)
  }
  return {
    get state() { return state },
    mayTry: () => state.at === 'open' || (!held && clock.monotonic() - refusedAtMs >= TRY_AGAIN_MS),
    refused,
    hold(next) {
      held = next
      if (held) refused('full')
    },
    taken() {
      if (state.at === 'open') return
      state = { at: 'open' }
      onChange(state)
    },
  }
}
