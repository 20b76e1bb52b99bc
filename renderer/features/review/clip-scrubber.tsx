import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { Event } from '../../../common/contracts/event.ts'
import { labelColour } from '../../../common/label-colour.ts'
import type { TrackFrames } from './clip-time.ts'
import type { PlayerStore } from './player-store.ts'

interface ClipScrubberProps {
  readonly event: Event
  readonly frames: TrackFrames
  readonly store: PlayerStore
  readonly onSeek: (seconds: number) => void
}

/** The clip from end to end: where the object is in the picture, where it crossed a line, and where the player stands. */
export function ClipScrubber({ event, frames, store, onSeek }: ClipScrubberProps) {
  const seconds = useStore(store, (state) => state.seconds)
  const duration = Math.max(useStore(store, (state) => state.duration), 0.01)
  const presence = useMemo(() => presenceOf(frames, event.trackId), [frames, event.trackId])
  const share = (at: number): string => `${Math.min(100, Math.max(0, (at / duration) * 100))}%`
  return (
    <div className="scrubber">
      <div className="scrubber-track" aria-hidden>
        <span className="scrubber-done" style={{ width: share(seconds) }} />
        {presence && <span className="scrubber-presence" style={{ left: share(presence.from), width: `calc(${share(presence.to)} - ${share(presence.from)})`, background: labelColour(event.label) }} />}
        {presence && event.lines.map((line) => (
          <span key={`${line.id}${line.at}`} className="scrubber-crossing" style={{ left: share(presence.from + (Date.parse(line.at) - Date.parse(event.startedAt)) / 1000) }} />
        ))}
      </div>
      <input
        type="range" className="scrubber-input" aria-label="Position in the clip" aria-valuetext={`${seconds.toFixed(1)} seconds`} data-testid="scrubber"
        min={0} max={duration} step={0.01} value={Math.min(seconds, duration)} onChange={(change) => onSeek(Number(change.target.value))}
      />
    </div>
  )
}

/** From the first to the last frame that shows the event's own track, seconds. */
function presenceOf(frames: TrackFrames, trackId: number): { from: number; to: number } | null {
  const has = (frame: TrackFrames[number]): boolean => frame.boxes.some(([id]) => id === trackId)
  const first = frames.find(has)
  const last = frames.findLast(has)
  return first && last ? { from: first.pts, to: last.pts } : null
}
