import { useStore } from 'zustand'
import './scrubber.css'
import type { Gap } from './parts.ts'
import type { PlayerStore } from './player-store.ts'

interface ScrubberProps {
  readonly store: PlayerStore
  /** Where the playing file begins on the way through all parts, seconds. */
  readonly offset?: number
  /** Of all parts; the file's own length where it is one. */
  readonly total?: number | null
  readonly gaps: readonly Gap[]
  /** Where parts begin, the first left out. */
  readonly marks?: readonly number[]
  readonly crossings?: readonly number[]
  readonly presence?: { readonly from: number; readonly to: number; readonly colour: string } | null
  readonly label: string
  readonly onSeek: (seconds: number) => void
}

const NONE: readonly number[] = []

/** Footage from end to end: where the object is in the picture, where it crossed a line, where there is no picture, and where the player stands. */
export function Scrubber({ store, offset = 0, total = null, gaps, marks = NONE, crossings = NONE, presence = null, label, onSeek }: ScrubberProps) {
  const seconds = useStore(store, (state) => state.seconds) + offset
  const own = useStore(store, (state) => state.duration)
  const reachable = useStore(store, (state) => state.reachable)
  const duration = Math.max(total ?? own, 0.01)
  const share = (at: number): string => `${Math.min(100, Math.max(0, (at / duration) * 100))}%`
  const between = (from: number, to: number): { left: string; width: string } => ({ left: share(from), width: `calc(${share(to)} - ${share(from)})` })
  return (
    <div className="scrubber">
      <div className="scrubber-track" aria-hidden>
        <span className="scrubber-done" style={{ width: share(seconds) }} />
        {presence && <span className="scrubber-presence" style={{ ...between(presence.from, presence.to), background: presence.colour }} />}
        {gaps.map(([from, to]) => <span key={from} className="scrubber-gap" data-testid="scrubber-gap" style={between(from, to)} />)}
        {marks.map((at) => <span key={at} className="scrubber-part" style={{ left: share(at) }} />)}
        {crossings.map((at) => <span key={at} className="scrubber-crossing" style={{ left: share(at) }} />)}
        {reachable !== null && <span className="scrubber-beyond" style={{ left: share(reachable + offset) }} />}
      </div>
      <input
        type="range" className="scrubber-input" aria-label={label} aria-valuetext={`${seconds.toFixed(1)} seconds of ${duration.toFixed(1)}`} data-testid="scrubber"
        min={0} max={duration} step={0.01} value={Math.min(seconds, duration)} onChange={(change) => onSeek(Number(change.target.value))}
      />
    </div>
  )
}
