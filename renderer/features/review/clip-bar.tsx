import { Camera, Crosshair, Pause, Play, Repeat, Scan, SquareDashed, StepBack, StepForward, Waypoints } from 'lucide-react'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { Event } from '../../../common/contracts/event.ts'
import { IconButton } from '../../ui/kit/button.tsx'
import { Menu } from '../../ui/kit/menu.tsx'
import { Select } from '../../ui/kit/select.tsx'
import { labelColour } from '../../../common/label-colour.ts'
import { nearestFrame, presenceOf, scoresOf, type TrackFrames } from '../../ui/player/clip-time.ts'
import type { Shown } from '../../ui/player/draw-overlay.ts'
import { lengthOf, type Part } from '../../ui/player/parts.ts'
import { SPEEDS, turn, usePlayerSettings, type Speed } from '../../ui/player/player-settings.ts'
import type { PlayerStore } from '../../ui/player/player-store.ts'
import type { FrameFormat } from '../../ui/player/save-frame.ts'
import { Scrubber } from '../../ui/player/scrubber.tsx'
import { ScoreChart } from './score-chart.tsx'

interface ClipBarProps {
  readonly event: Event
  readonly parts: readonly Part[]
  readonly part: Part
  readonly shown: Shown
  readonly store: PlayerStore
  /** Seconds on the way through all parts. */
  readonly onSeek: (seconds: number) => void
  readonly onToggle: () => void
  readonly onStep: (by: 1 | -1) => void
  readonly onSave: (format: FrameFormat, marks: boolean) => void
}

const SPEED_OPTIONS = SPEEDS.map((speed) => ({ value: String(speed), text: `${speed}×` }))

export function ClipBar({ event, parts, part, shown, store, onSeek, onToggle, onStep, onSave }: ClipBarProps) {
  const playing = useStore(store, (state) => state.playing)
  const { speed, boxes, path, regions, loop, follow } = usePlayerSettings()
  const { frames } = shown
  const several = parts.length > 1
  const duration = useStore(store, (state) => state.duration)
  // The part that is being recorded is longer than was last said of it.
  const total = several ? Math.max(lengthOf(parts), part.offset + duration) : null
  const presence = useMemo(() => {
    const found = presenceOf(frames, event.trackId)
    return found && { from: found.from + part.offset, to: found.to + part.offset, colour: labelColour(event.label) }
  }, [frames, event.trackId, event.label, part.offset])
  const scores = useMemo(() => scoresOf(frames, event.trackId).map(({ seconds, score }) => ({ seconds: seconds + part.offset, score })), [frames, event.trackId, part.offset])
  return (
    <div className="player-bar">
      <Scrubber
        store={store} offset={part.offset} total={total} gaps={event.clip.gaps ?? []} marks={parts.slice(1).map(({ offset }) => offset)}
        crossings={shown.crossings.map(({ seconds }) => seconds + part.offset)} presence={presence} label="Position in the clip" onSeek={onSeek}
      />
      <ScoreChart scores={scores} store={store} offset={part.offset} total={total} colour={labelColour(event.label)} />
      <div className="player-buttons">
        <IconButton label={playing ? 'Pause' : 'Play'} keys="Space" onClick={onToggle} data-testid="play">{playing ? <Pause aria-hidden /> : <Play aria-hidden />}</IconButton>
        <IconButton label="One frame back" keys="," onClick={() => onStep(-1)} data-testid="step-back"><StepBack aria-hidden /></IconButton>
        <IconButton label="One frame on" keys="." onClick={() => onStep(1)} data-testid="step-on"><StepForward aria-hidden /></IconButton>
        <ClipPosition frames={frames} store={store} offset={part.offset} total={total} />
        {several && <span className="muted player-frame">part {part.number} of {parts.length}</span>}
        <span className="grow" />
        <IconButton label="Boxes" keys="B" pressed={boxes} onClick={() => turn('boxes')} data-testid="boxes"><Scan aria-hidden /></IconButton>
        <IconButton label="The track's path" keys="T" pressed={path} onClick={() => turn('path')} data-testid="path"><Waypoints aria-hidden /></IconButton>
        <IconButton label="Zones and tripwires" keys="G" pressed={regions} onClick={() => turn('regions')} data-testid="regions"><SquareDashed aria-hidden /></IconButton>
        <IconButton label="The picture follows the object" keys="F" pressed={follow} onClick={() => turn('follow')} data-testid="follow"><Crosshair aria-hidden /></IconButton>
        <IconButton label="Play again and again" keys="L" pressed={loop} onClick={() => turn('loop')} data-testid="loop"><Repeat aria-hidden /></IconButton>
        <SaveMenu onSave={onSave} />
        <Select label="Speed" value={String(speed)} options={SPEED_OPTIONS} onChange={(value) => usePlayerSettings.setState({ speed: Number(value) as Speed })} testId="speed" />
      </div>
    </div>
  )
}

function SaveMenu({ onSave }: Pick<ClipBarProps, 'onSave'>) {
  return (
    <Menu
      trigger={<button type="button" className="icon-button" aria-label="Save this frame" title="Save this frame (S)" data-testid="save-frame"><Camera aria-hidden /></button>}
      items={[
        { text: 'As shown, PNG', detail: 'S', run: () => onSave('png', true), testId: 'save-shown' },
        { text: 'As shown, JPEG', run: () => onSave('jpeg', true) },
        { text: 'Without marks, PNG', run: () => onSave('png', false), testId: 'save-plain' },
        { text: 'Without marks, JPEG', run: () => onSave('jpeg', false) },
      ]}
    />
  )
}

interface PositionProps {
  readonly frames: TrackFrames
  readonly store: PlayerStore
  readonly offset: number
  readonly total: number | null
}

function ClipPosition({ frames, store, offset, total }: PositionProps) {
  const seconds = useStore(store, (state) => state.seconds)
  const duration = useStore(store, (state) => state.duration)
  return (
    <span className="player-position">
      {(seconds + offset).toFixed(2)} <span className="muted">/ {(total ?? duration).toFixed(2)} s</span>
      {frames.length > 0 && <span className="muted player-frame player-frame-count"> frame {nearestFrame(frames, seconds) + 1} of {frames.length}</span>}
    </span>
  )
}
