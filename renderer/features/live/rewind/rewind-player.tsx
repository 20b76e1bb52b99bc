import { Pause, Play, StepBack, StepForward } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { ClipTracks } from '../../../../common/contracts/event.ts'
import type { Footage } from '../../../../common/contracts/footage.ts'
import { useCameras } from '../../../stores/cameras.ts'
import { footageUrl } from '../../../transport/api-url.ts'
import { clockTime, exactTime, lasting } from '../../../ui/format.ts'
import { useKeys } from '../../../ui/keys/use-keys.ts'
import { IconButton } from '../../../ui/kit/button.tsx'
import { seekTo, stepFrom } from '../../../ui/player/clip-time.ts'
import { canPlay } from '../../../ui/player/codec.ts'
import type { Shown } from '../../../ui/player/draw-overlay.ts'
import type { PlayerStore } from '../../../ui/player/player-store.ts'
import { Scrubber } from '../../../ui/player/scrubber.tsx'
import { useConversion } from '../../../ui/player/use-conversion.ts'
import { useVideo } from '../../../ui/player/use-video.ts'
import { VideoStage } from '../../../ui/player/video-stage.tsx'
import { useLive } from '../live-store.ts'

interface RewindPlayerProps {
  readonly footage: Footage
  readonly tracks: ClipTracks | null
  readonly name: string
}

/** Looking back begins a little before now: what one wants to see has just been. */
const BEGIN_BEFORE_END = 15
const NO_FRAMES: ClipTracks['frames'] = []

export function RewindPlayer({ footage, tracks, name }: RewindPlayerProps) {
  const look = useLive((state) => state.look)
  const camera = useCameras((state) => state.list?.find((one) => one.id === footage.camera))
  const [own, setOwn] = useState(() => canPlay(footage, (type) => document.createElement('video').canPlayType(type)))
  const begin = useRef<number | null>(own ? Math.max(0, footage.seconds - BEGIN_BEFORE_END) : null)
  const shown = useMemo((): Shown => ({
    frames: tracks?.frames ?? NO_FRAMES, boxes: look.boxes, path: false, trackId: null, zonesOfEvent: [], crossings: [],
    regions: look.regions && camera ? { zones: camera.zones, lines: camera.lines } : null, covers: (camera?.privacy ?? []).map(({ points }) => points),
  }), [tracks, look.boxes, look.regions, camera])
  const video = useVideo({
    seconds: footage.seconds, gaps: footage.gaps, shown,
    onFail: () => (own ? setOwn(false) : video.store.setState({ problem: 'This cannot be played here.' })),
  })
  const src = footageUrl(footage.id, own ? undefined : 'h264')
  const { opened, store } = video
  useConversion({ video, src, converting: !own, begin })
  const seekBy = (by: number) => (): void => opened.current?.seek(Math.max(0, store.getState().seconds + by))
  const step = (by: 1 | -1) => (): void => {
    opened.current?.pause()
    const { seconds } = store.getState()
    opened.current?.seek(shown.frames.length > 0 ? seekTo(stepFrom(shown.frames, seconds, by)) : seconds + by * 0.04)
  }
  useKeys('rewind', { play: () => opened.current?.toggle(), stepBack: step(-1), stepOn: step(1), back: seekBy(-5), on: seekBy(5) })
  const playing = useStore(store, (state) => state.playing)

  return (
    <>
      <div className="rewind-picture"><VideoStage video={video} src={src} label={`The last minute of ${name}`} testId="rewind" /></div>
      <div className="rewind-bar">
        <IconButton label={playing ? 'Pause' : 'Play'} keys="Space" side="top" onClick={() => opened.current?.toggle()} data-testid="rewind-play">{playing ? <Pause aria-hidden /> : <Play aria-hidden />}</IconButton>
        <span className="rewind-steps">
          <IconButton label="One frame back" keys="," side="top" onClick={step(-1)}><StepBack aria-hidden /></IconButton>
          <IconButton label="One frame on" keys="." side="top" onClick={step(1)}><StepForward aria-hidden /></IconButton>
        </span>
        <div className="grow"><Scrubber store={store} gaps={footage.gaps} label="Position in the last minute" onSeek={(to) => opened.current?.seek(to)} /></div>
        <Moment store={store} startedMs={Date.parse(footage.startedAt)} />
      </div>
    </>
  )
}

function Moment({ store, startedMs }: { readonly store: PlayerStore; readonly startedMs: number }) {
  const second = useStore(store, (state) => Math.floor(startedMs / 1000 + state.seconds))
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return <time className="rewind-moment" title={exactTime(second * 1000)}>{clockTime(second * 1000)} <span className="rewind-ago">{lasting(Math.max(0, now - second * 1000))} ago</span></time>
}
