import { CircleSlash, LoaderCircle, TriangleAlert } from 'lucide-react'
import { useEffect, useEffectEvent, useMemo, useState } from 'react'
import type { Footage } from '../../../../common/contracts/footage.ts'
import { nameOfCamera, useCameras } from '../../../stores/cameras.ts'
import { footageUrl } from '../../../transport/api-url.ts'
import { codecName } from '../../../ui/player/codec.ts'
import { footageShown } from '../../../ui/player/footage-shown.ts'
import { usePlayerSettings } from '../../../ui/player/player-settings.ts'
import { useFeed } from '../../../ui/player/use-feed.ts'
import { useVideo } from '../../../ui/player/use-video.ts'
import { VideoStage } from '../../../ui/player/video-stage.tsx'
import { setPlaying } from './conductor.ts'
import { pictures } from './pictures.ts'
import { useSession, type Piece } from './session.ts'
import { joinVideo } from './videos.ts'

/** One camera at the moment all are at. */
export function FootageCell({ camera }: { readonly camera: string }) {
  const cell = useSession((state) => state.cells[camera])
  const covered = useSession((state) => state.covered.has(camera))
  const opens = useSession((state) => state.opening || state.reopening.has(camera)) || cell?.at === 'opening'
  // What was shown stays until what comes next has its picture.
  const [before, setBefore] = useState<Piece | null>(null)
  const piece = cell?.at === 'open' ? cell.piece : null
  const next = cell?.at === 'open' ? cell.next : null
  // Its boxes may have come in the meantime.
  if (before && piece && before !== piece && before.footage.id === piece.footage.id) setBefore(piece)
  useCameras((state) => state.list)
  const pieces = [...(before && piece && before.footage.id !== piece.footage.id ? [before] : []), ...(piece ? [piece] : []), ...(next ? [next] : [])]
  const none = !opens && (cell?.at === 'none' || (cell?.at === 'open' && !covered))
  return (
    <div className="footage-cell" role="group" aria-label={`Footage of ${nameOfCamera(camera)}`} data-testid={`cell-${camera}`} data-covered={covered} data-footage={piece?.footage.id}>
      {pieces.map((one) => (
        <Picture key={one.footage.id} camera={camera} piece={one} hidden={none || one === next} current={one === piece} onReady={setBefore} />
      ))}
      {opens && <span className={piece ? 'footage-opening' : 'footage-word'} role="status"><LoaderCircle aria-hidden />Opening</span>}
      {none && <span className="footage-word"><CircleSlash aria-hidden />No recording here</span>}
      {cell?.at === 'failed' && <span className="footage-word tone-alert"><TriangleAlert aria-hidden />{cell.reason}</span>}
      <span className="footage-name clip-text">{nameOfCamera(camera)}</span>
    </div>
  )
}

interface PictureProps {
  readonly camera: string
  readonly piece: Piece
  readonly hidden: boolean
  /** It is the one that is shown; what was before it and what comes next are there as well for a while. */
  readonly current: boolean
  /** Called once it is shown and its picture is there. */
  readonly onReady: (piece: Piece) => void
}

const SOUGHT_MS = 700

function Picture({ camera: id, piece, hidden, current, onReady }: PictureProps) {
  const { footage, tracks, converts } = piece
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
  const fed = useFeed({ video, src, converting: !own })
  useEffect(() => (element.current ? joinVideo(id, footage.id, { video: element.current, store }) : undefined), [id, footage.id, element, store])
  const isShown = useEffectEvent(() => onReady(piece))
  useEffect(() => {
    if (ready && current) isShown()
  }, [ready, current])
  useEffect(() => {
    const video = element.current
    if (!video) return
    const ended = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    video.addEventListener('seeked', () => setReady(true), { once: true, signal: ended.signal })
    // One that need not be sought, or cannot be.
    video.addEventListener('loadeddata', () => { timer = setTimeout(() => setReady(true), SOUGHT_MS) }, { once: true, signal: ended.signal })
    return () => {
      ended.abort()
      clearTimeout(timer)
    }
  }, [element])
  useEffect(() => (current ? pictures.join(id, { video: element, shown, store }) : undefined), [id, current, element, shown, store])
  return (
    <div className={hidden || !ready ? 'footage-picture footage-hidden' : 'footage-picture'}>
      <VideoStage video={video} src={fed} label={`Footage of ${nameOfCamera(id)}`} autoPlay={false} testId={`footage-${id}`} />
      {!own && <span className="footage-converted">{codecName(footage.codec)}, converted</span>}
    </div>
  )
}

const NO_GAPS: Footage['gaps'] = []
