import { LoaderCircle, RefreshCw, VideoOff } from 'lucide-react'
import { useMemo, useState } from 'react'
import './clip-player.css'
import type { ClipTracks, Event } from '../../../common/contracts/event.ts'
import { say } from '../../stores/toasts.ts'
import { eventClipUrl } from '../../transport/api-url.ts'
import { useKeys } from '../../ui/keys/use-keys.ts'
import { EventPicture } from '../../ui/kit/event-picture.tsx'
import { canPlay, codecName } from '../../ui/player/codec.ts'
import { gapsOfPart, partAt, partsOf } from '../../ui/player/parts.ts'
import { changeSpeed, turn, usePlayerSettings } from '../../ui/player/player-settings.ts'
import { saveFrame, type FrameFormat } from '../../ui/player/save-frame.ts'
import { useFeed } from '../../ui/player/use-feed.ts'
import { useVideo } from '../../ui/player/use-video.ts'
import { VideoStage } from '../../ui/player/video-stage.tsx'
import { WHOLE, zoomAt } from '../../ui/player/view.ts'
import { ClipBar } from './clip-bar.tsx'
import { useSharedMoment } from './open-clip.ts'
import { isPlayable } from './review-actions.ts'
import { useHead } from './use-head.ts'
import { useShown } from './use-shown.ts'

interface ClipPlayerProps {
  readonly event: Event
  readonly tracks: ClipTracks | null
  readonly part: number
  readonly onPart: (part: number) => void
  /** The clip has grown; resolves with the boxes of all of it. */
  readonly onMore: () => Promise<ClipTracks>
}

const PROBLEM = 'This clip cannot be played here: the file is gone, or it is in a format nobody knows. Export it to look at it elsewhere.'
/** Where an older clip begins that does not say it: as its boxes have it, or about. */
const beginOf = ({ startedAt, clip }: Event, tracks: ClipTracks | null): number =>
  (tracks?.startedAt === undefined ? Date.parse(startedAt) - (clip.triggerSeconds ?? 0) * 1_000 : Date.parse(tracks.startedAt))

const NO_GAPS: NonNullable<Event['clip']['gaps']> = []

/** The clip, or the picture and a word why there is none. */
export function ClipPlayer(props: ClipPlayerProps) {
  const { event } = props
  if (isPlayable(event)) return <Player {...props} />
  return (
    <div className="player">
      <div className="player-stage">
        <div className="stage">
          {event.snapshot && <EventPicture event={event} alt={`${event.label}, the picture of the event`} whole />}
          <span className="stage-word">
            {event.clip.state === 'recording' ? <LoaderCircle aria-hidden /> : <VideoOff aria-hidden />}
            {event.clip.state === 'recording' ? 'The clip is being recorded' : (event.clip.reason ?? 'There is no clip of this event')}
          </span>
        </div>
      </div>
    </div>
  )
}

function Player({ event, tracks, part: number, onPart, onMore }: ClipPlayerProps) {
  const { clip } = event
  const beginMs = beginOf(event, number === 1 ? tracks : null)
  const parts = useMemo(() => partsOf(clip, beginMs), [clip, beginMs])
  const part = parts[number - 1] ?? partAt(parts, 0).part
  const gaps = useMemo(() => gapsOfPart(clip.gaps ?? NO_GAPS, part), [clip.gaps, part])
  const shown = useShown(event, tracks)
  const loop = usePlayerSettings((state) => state.loop)
  const [own, setOwn] = useState(() => canPlay(clip))

  const goTo = (next: number, seconds: number): void => {
    if (next === number) return opened.current?.seek(seconds)
    opened.current?.beginAt(seconds)
    onPart(next)
  }
  const video = useVideo({
    seconds: part.seconds, gaps, shown, mayFollow: true,
    onFail: () => (own ? setOwn(false) : video.store.setState({ problem: PROBLEM, playing: false })),
    onEnd: () => {
      if (number < parts.length) return goTo(number + 1, 0)
      if (!loop) return
      goTo(1, 0)
      opened.current?.play()
    },
  })
  const { opened, store } = video
  const growing = clip.state === 'recording' && number === parts.length
  const address = eventClipUrl(event.id, { part: number, ...(!own && { as: 'h264' as const }) })
  const { again, onMore: more } = useHead(onMore)
  // What is converted of a clip under way is what there was; it is opened again when it has its end.
  const src = `${address}#${again}${!own && growing ? '-under-way' : ''}`
  const fed = useFeed({ video, src, converting: !own, growing, onMore: more })
  useSharedMoment({ parts, part, store, goTo })

  const step = (by: 1 | -1): void => opened.current?.step(by)
  const save = async (format: FrameFormat, marks: boolean): Promise<void> => {
    if (!video.video.current) return
    const { seconds } = store.getState()
    const file = await saveFrame({ video: video.video.current, shown, seconds, format, marks, name: `${event.camera}_${event.label}`, atMs: part.beginMs + seconds * 1_000 })
    say(file === null ? { text: 'There is no picture to save yet.', tone: 'bad' } : { text: `Saved ${file}`, tone: 'good' })
  }
  const zoom = (): void => {
    const now = opened.current
    if (!now) return
    const { area } = now.placing()
    now.setView(now.view().zoom > 1 ? WHOLE : zoomAt(WHOLE, 2.5, [area.width / 2, area.height / 2], now.placing()))
  }
  useKeys('player', {
    play: () => opened.current?.toggle(),
    stepBack: () => step(-1),
    stepOn: () => step(1),
    slower: () => changeSpeed(-1),
    faster: () => changeSpeed(1),
    loop: () => turn('loop'),
    zoom,
    follow: () => turn('follow'),
    boxes: () => turn('boxes'),
    path: () => turn('path'),
    regions: () => turn('regions'),
    snapshot: () => void save('png', true),
  })

  return (
    <div className="player">
      {!own && <p className="player-converted" role="status" data-testid="converted"><RefreshCw aria-hidden />Recorded in {codecName(clip.codec ?? 'another format')}, which this browser cannot show: it is converted while it plays.</p>}
      <div className="player-stage"><VideoStage video={video} src={fed} label={`Clip of ${event.label}`} testId="clip">{clip.state === 'recording' && <span className="player-recording" role="status" data-testid="clip-recording">recording</span>}</VideoStage></div>
      <ClipBar
        event={event} parts={parts} part={part} shown={shown} store={store} onToggle={() => opened.current?.toggle()} onStep={step} onSave={(format, marks) => void save(format, marks)}
        onSeek={(at) => {
          const found = partAt(parts, at)
          goTo(found.part.number, found.seconds)
        }}
      />
    </div>
  )
}
