import { Pause, Play, Scan, StepBack, StepForward, Waypoints } from 'lucide-react'
import { useStore } from 'zustand'
import type { Event } from '../../../common/contracts/event.ts'
import { IconButton } from '../../ui/kit/button.tsx'
import { Select } from '../../ui/kit/select.tsx'
import { ClipScrubber } from './clip-scrubber.tsx'
import { nearestFrame, type TrackFrames } from './clip-time.ts'
import { SPEEDS, usePlayerSettings, type Speed } from './player-settings.ts'
import type { PlayerStore } from './player-store.ts'

interface ClipBarProps {
  readonly event: Event
  readonly frames: TrackFrames
  readonly store: PlayerStore
  readonly onSeek: (seconds: number) => void
  readonly onToggle: () => void
  readonly onStep: (by: 1 | -1) => void
}

const SPEED_OPTIONS = SPEEDS.map((speed) => ({ value: String(speed), text: `${speed}×` }))

export function ClipBar({ event, frames, store, onSeek, onToggle, onStep }: ClipBarProps) {
  const playing = useStore(store, (state) => state.playing)
  const { speed, boxes, path } = usePlayerSettings()
  return (
    <div className="player-bar">
      <ClipScrubber event={event} frames={frames} store={store} onSeek={onSeek} />
      <div className="player-buttons">
        <IconButton label={playing ? 'Pause' : 'Play'} keys="Space" onClick={onToggle} data-testid="play">{playing ? <Pause aria-hidden /> : <Play aria-hidden />}</IconButton>
        <IconButton label="One frame back" keys="," onClick={() => onStep(-1)} data-testid="step-back"><StepBack aria-hidden /></IconButton>
        <IconButton label="One frame on" keys="." onClick={() => onStep(1)} data-testid="step-on"><StepForward aria-hidden /></IconButton>
        <ClipPosition frames={frames} store={store} />
        <span className="grow" />
        <IconButton label="Boxes" keys="B" pressed={boxes} onClick={() => usePlayerSettings.setState({ boxes: !boxes })}><Scan aria-hidden /></IconButton>
        <IconButton label="The track's path" keys="T" pressed={path} onClick={() => usePlayerSettings.setState({ path: !path })} data-testid="path"><Waypoints aria-hidden /></IconButton>
        <Select label="Speed" value={String(speed)} options={SPEED_OPTIONS} onChange={(value) => usePlayerSettings.setState({ speed: Number(value) as Speed })} testId="speed" />
      </div>
    </div>
  )
}

function ClipPosition({ frames, store }: { readonly frames: TrackFrames; readonly store: PlayerStore }) {
  const seconds = useStore(store, (state) => state.seconds)
  const duration = useStore(store, (state) => state.duration)
  return (
    <span className="player-position">
      {seconds.toFixed(2)} <span className="muted">/ {duration.toFixed(2)} s</span>
      {frames.length > 0 && <span className="muted player-frame"> frame {nearestFrame(frames, seconds) + 1} of {frames.length}</span>}
    </span>
  )
}
