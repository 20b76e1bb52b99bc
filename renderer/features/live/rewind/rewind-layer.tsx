import { History, LoaderCircle, Pause, Play, RotateCcw, RotateCw, StepBack, StepForward, X } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import './rewind-layer.css'
import { useCameras } from '../../../stores/cameras.ts'
import { footageUrl } from '../../../transport/api-url.ts'
import { clockTime } from '../../../ui/format.ts'
import { IconButton } from '../../../ui/kit/button.tsx'
import { useKeys } from '../../../ui/keys/use-keys.ts'
import { canPlay } from '../../../ui/player/codec.ts'
import { footageShown } from '../../../ui/player/footage-shown.ts'
import { Scrubber } from '../../../ui/player/scrubber.tsx'
import { useFeed } from '../../../ui/player/use-feed.ts'
import { useVideo } from '../../../ui/player/use-video.ts'
import { VideoStage } from '../../../ui/player/video-stage.tsx'
import type { TileLook } from '../../../ui/wall/wall-messages.ts'
import { closeRewind, useRewind, type Rewind } from './rewind-store.ts'

interface RewindLayerProps {
  readonly cameraId: string
  readonly name: string
  readonly look: TileLook
}

/** Lies over a tile while it looks back; the live picture goes on below. */
export function RewindLayer({ cameraId, ...rest }: RewindLayerProps) {
  const rewind = useRewind((state) => (state.rewind.at !== 'closed' && state.rewind.cameraId === cameraId ? state.rewind : null))
  // Gone with its tile.
  useEffect(() => () => {
    const now = useRewind.getState().rewind
    if (now.at !== 'closed' && now.cameraId === cameraId) closeRewind()
  }, [cameraId])
  if (rewind?.at === 'open') return <Player key={rewind.footage.id} rewind={rewind} {...rest} />
  return rewind ? <span className="rewind-word" role="status"><LoaderCircle aria-hidden />Opening the last minute</span> : null
}

/** Where it begins: what the operator just missed. */
const BEGIN_SECONDS = 15
const JUMP_SECONDS = 5

function Player({ rewind, name, look }: { readonly rewind: Extract<Rewind, { at: 'open' }>; readonly name: string; readonly look: TileLook }) {
  const { footage, startedMs, tracks, cameraId } = rewind
  const camera = useCameras((state) => state.list?.find((one) => one.id === cameraId))
  const [own, setOwn] = useState(() => canPlay(footage))
  const shown = useMemo(() => footageShown({ tracks, camera, boxes: look.boxes, path: false, regions: look.regions }), [tracks, camera, look.boxes, look.regions])
  const video = useVideo({
    seconds: footage.seconds, gaps: footage.gaps, shown, ownSpeed: false,
    onFail: () => (own ? setOwn(false) : video.store.setState({ problem: 'These pictures cannot be played here; they may have been overwritten in the meantime.' })),
  })
  const { opened, store } = video
  const playing = useStore(store, (state) => state.playing)
  useEffect(() => opened.current?.beginAt(Math.max(0, footage.seconds - BEGIN_SECONDS)), [opened, footage])
  const src = footageUrl(footage.id, own ? undefined : 'h264')
  const fed = useFeed({ video, src, converting: !own })

  const jump = (by: number): void => opened.current?.seek(Math.min(footage.seconds, Math.max(0, store.getState().seconds + by)))
  const step = (by: 1 | -1): void => opened.current?.step(by)
  useKeys('rewind', {
    play: () => opened.current?.toggle(),
    stepBack: () => step(-1),
    stepOn: () => step(1),
    back: () => jump(-JUMP_SECONDS),
    on: () => jump(JUMP_SECONDS),
    close: closeRewind,
  })
  return (
    // A double click zooms out here; it does not enlarge the tile.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div className="rewind" role="group" aria-label={`The last minute of ${name}`} data-testid={`rewind-${cameraId}`} onDoubleClick={(event) => event.stopPropagation()}>
      <span className="rewind-badge"><History aria-hidden />Rewind<span className="clip-text">{name}</span></span>
      <div className="rewind-stage"><VideoStage video={video} src={fed} label={`The last minute of ${name}`} testId="rewind" /></div>
      <div className="rewind-bar">
        <IconButton label="Five seconds back" keys="←" side="top" onClick={() => jump(-JUMP_SECONDS)}><RotateCcw aria-hidden /></IconButton>
        <IconButton label="One frame back" keys="," side="top" className="rewind-step" onClick={() => step(-1)}><StepBack aria-hidden /></IconButton>
        <IconButton label={playing ? 'Pause' : 'Play'} keys="Space" side="top" onClick={() => opened.current?.toggle()}>{playing ? <Pause aria-hidden /> : <Play aria-hidden />}</IconButton>
        <IconButton label="One frame on" keys="." side="top" className="rewind-step" onClick={() => step(1)}><StepForward aria-hidden /></IconButton>
        <IconButton label="Five seconds on" keys="→" side="top" onClick={() => jump(JUMP_SECONDS)}><RotateCw aria-hidden /></IconButton>
        <Scrubber store={store} total={footage.seconds} gaps={footage.gaps} label={`Where in the last minute of ${name}`} onSeek={(seconds) => opened.current?.seek(seconds)} />
        <Moment store={store} startedMs={startedMs} />
        <IconButton label="Back to live" keys="Esc" side="top" onClick={closeRewind} data-testid="rewind-close"><X aria-hidden /></IconButton>
      </div>
    </div>
  )
}

function Moment({ store, startedMs }: { readonly store: ReturnType<typeof useVideo>['store']; readonly startedMs: number }) {
  const second = useStore(store, (state) => Math.floor((startedMs + state.seconds * 1000) / 1000))
  return <time className="rewind-clock" data-testid="rewind-clock">{clockTime(second * 1000)}</time>
}
