import { CircleSlash, LoaderCircle, TriangleAlert } from 'lucide-react'
import { useEffect, useEffectEvent, useMemo, useState } from 'react'
import type { Footage } from '../../../../common/contracts/footage.ts'
import { nameOfCamera, useCameras } from '../../../stores/cameras.ts'
import { footageUrl } from '../../../transport/api-url.ts'
import { codecName } from '../../../ui/player/codec.ts'
import { footageShown } from '../../../ui/player/footage-shown.ts'
import { usePlayerSettings } from '../../../ui/player/player-settings.ts'
import { useConversion } from '../../../ui/player/use-conversion.ts'
import { useVideo } from '../../../ui/player/use-video.ts'
import { VideoStage } from '../../../ui/player/video-stage.tsx'
import { joinVideo, setPlaying } from './conductor.ts'
import { pictures } from './pictures.ts'
import { useSession, type OpenCell } from './session.ts'

/** One camera at the moment all are at. */
export function FootageCell({ camera }: { readonly camera: string }) {
  const cell = useSession((state) => state.cells[camera])
  const covered = useSession((state) => state.covered.has(camera))
  // What was shown stays until what comes next has its picture.
  const [before, setBefore] = useState<OpenCell | null>(null)
  // Its boxes may have come in the meantime.
  if (before && cell?.at === 'open' && before !== cell && before.footage.id === cell.footage.id) setBefore(cell)
  useCameras((state) => state.list)
  return (
    <div className="footage-cell" role="group" aria-label={`Footage of ${nameOfCamera(camera)}`} data-testid={`cell-${camera}`} data-covered={covered}>
      {cell?.at === 'open' && (
        <>
          {before && before.footage.id !== cell.footage.id && <Picture key={before.footage.id} camera={camera} cell={before} hidden={!covered} onReady={undefined} />}
          <Picture key={cell.footage.id} camera={camera} cell={cell} hidden={!covered} onReady={setBefore} />
        </>
      )}
      {cell?.at === 'opening' && <span className="footage-word"><LoaderCircle aria-hidden />Opening</span>}
      {(cell?.at === 'none' || (cell?.at === 'open' && !covered)) && <span className="footage-word"><CircleSlash aria-hidden />No recording here</span>}
      {cell?.at === 'failed' && <span className="footage-word tone-alert"><TriangleAlert aria-hidden />{cell.reason}</span>}
      <span className="footage-name clip-text">{nameOfCamera(camera)}</span>
    </div>
  )
}

interface PictureProps {
  readonly camera: string
  readonly cell: OpenCell
  readonly hidden: boolean
  /** Called once its picture is there. */
  readonly onReady: ((cell: OpenCell) => void) | undefined
}

const SOUGHT_MS = 700

function Picture({ camera: id, cell, hidden, onReady }: PictureProps) {
  const { footage, tracks, converts } = cell
  const [ready, setReady] = useState(false)
  const camera = useCameras((state) => state.list?.find((one) => one.id === id))
  const boxes = usePlayerSettings((state) => state.boxes)
  const path = usePlayerSettings((state) => state.path)
  const regions = usePlayerSettings((state) => state.regions)
  const [own, setOwn] = useState(!converts)
  const shown = useMemo(() => footageShown({ tracks, camera, boxes, path, regions }), [tracks, boxes, path, regions, camera])
  const video = useVideo({
    seconds: footage.seconds, gaps: NO_GAPS, shown, ownSpeed: false,
    onFail: () => (own ? setOwn(false) : video.store.setState({ problem: 'This footage cannot be played here. It may have been deleted in the meantime.' })),
    onPress: () => setPlaying(!useSession.getState().playing),
  })
  const { video: element, store } = video
  const src = footageUrl(footage.id, own ? undefined : 'h264')
  useConversion({ video, src, converting: !own })
  useEffect(() => (element.current ? joinVideo(id, element.current) : undefined), [id, element])
  const came = useEffectEvent(() => {
    setReady(true)
    onReady?.(cell)
  })
  useEffect(() => {
    const video = element.current
    if (!video) return
    const ended = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    video.addEventListener('seeked', () => came(), { once: true, signal: ended.signal })
    // One that need not be sought, or cannot be.
    video.addEventListener('loadeddata', () => { timer = setTimeout(() => came(), SOUGHT_MS) }, { once: true, signal: ended.signal })
    return () => {
      ended.abort()
      clearTimeout(timer)
    }
  }, [element])
  useEffect(() => pictures.join(id, { video: element, shown, store }), [id, element, shown, store])
  return (
    <div className={hidden || !ready ? 'footage-picture footage-hidden' : 'footage-picture'}>
      <VideoStage video={video} src={src} label={`Footage of ${nameOfCamera(id)}`} autoPlay={false} testId={`footage-${id}`} />
      {!own && <span className="footage-converted">{codecName(footage.codec)}, converted</span>}
    </div>
  )
}

const NO_GAPS: Footage['gaps'] = []
