import { LoaderCircle, VideoOff } from 'lucide-react'
import { useStore } from 'zustand'
import './clip-player.css'
import type { ClipTracks, Event } from '../../../common/contracts/event.ts'
import { eventClipUrl, eventSnapshotUrl } from '../../transport/api-url.ts'
import { useKeys } from '../../ui/keys/use-keys.ts'
import { Snapshot } from '../../ui/kit/snapshot.tsx'
import { seekTo, stepFrom } from './clip-time.ts'
import { ClipBar } from './clip-bar.tsx'
import { otherSpeed, usePlayerSettings } from './player-settings.ts'
import { hasClip } from './review-actions.ts'
import { useClip } from './use-clip.ts'

interface ClipPlayerProps {
  readonly event: Event
  readonly tracks: ClipTracks | null
}

/** The clip, or the picture and a word why there is none. */
export function ClipPlayer({ event, tracks }: ClipPlayerProps) {
  if (hasClip(event)) return <Player event={event} tracks={tracks} />
  return (
    <div className="player">
      <div className="player-stage">
        {event.snapshot && <Snapshot src={eventSnapshotUrl(event.id)} alt={`${event.label}, the picture of the event`} />}
        <span className="player-word">
          {event.clip.state === 'recording' ? <LoaderCircle aria-hidden /> : <VideoOff aria-hidden />}
          {event.clip.state === 'recording' ? 'The clip is being recorded' : (event.clip.reason ?? 'There is no clip of this event')}
        </span>
      </div>
    </div>
  )
}

function Player({ event, tracks }: ClipPlayerProps) {
  const { video, canvas, store, seek, toggle, pause } = useClip(event, tracks)
  const problem = useStore(store, (state) => state.problem)
  const frames = tracks?.frames ?? []

  const step = (by: 1 | -1): void => {
    pause()
    seek(seekTo(stepFrom(frames, store.getState().seconds, by)))
  }
  useKeys('review', {
    play: toggle,
    stepBack: () => step(-1),
    stepOn: () => step(1),
    slower: () => usePlayerSettings.setState(({ speed }) => ({ speed: otherSpeed(speed, -1) })),
    faster: () => usePlayerSettings.setState(({ speed }) => ({ speed: otherSpeed(speed, 1) })),
    boxes: () => usePlayerSettings.setState(({ boxes }) => ({ boxes: !boxes })),
    path: () => usePlayerSettings.setState(({ path }) => ({ path: !path })),
  })

  return (
    <div className="player">
      {/* The bar below has a button and a key for this. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
      <div className="player-stage" onClick={toggle}>
        {/* Cameras' clips have no speech; nothing could be captioned. */}
        {/* oxlint-disable-next-line jsx-a11y/media-has-caption */}
        <video ref={video} src={eventClipUrl(event.id)} preload="auto" muted playsInline autoPlay data-testid="clip-video" aria-label={`Clip of ${event.label}`} />
        <canvas ref={canvas} className="player-overlay" data-testid="clip-overlay" aria-hidden />
        {problem !== null && <span className="player-word"><VideoOff aria-hidden />{problem}</span>}
      </div>
      <ClipBar event={event} frames={frames} store={store} onSeek={seek} onToggle={toggle} onStep={step} />
    </div>
  )
}
