import { CircleSlash, LoaderCircle, TriangleAlert } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import type { ClipTracks } from '../../../../common/contracts/event.ts'
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
import { useSession } from './session.ts'

/** One camera at the moment all are at. */
export function FootageCell({ camera }: { readonly camera: string }) {
  const cell = useSession((state) => state.cells[camera])
  const covered = useSession((state) => state.covered.has(camera))
  useCameras((state) => state.list)
  return (
    <div className="footage-cell" role="group" aria-label={`Footage of ${nameOfCamera(camera)}`} data-testid={`cell-${camera}`} data-covered={covered}>
      {cell?.at === 'open' && <Picture key={cell.footage.id} camera={camera} footage={cell.footage} tracks={cell.tracks} converts={cell.converts} hidden={!covered} />}
      {cell?.at === 'opening' && <span className="footage-word"><LoaderCircle aria-hidden />Opening</span>}
      {(cell?.at === 'none' || (cell?.at === 'open' && !covered)) && <span className="footage-word"><CircleSlash aria-hidden />No recording here</span>}
      {cell?.at === 'failed' && <span className="footage-word tone-alert"><TriangleAlert aria-hidden />{cell.reason}</span>}
      <span className="footage-name clip-text">{nameOfCamera(camera)}</span>
    </div>
  )
}

interface PictureProps {
  readonly camera: string
  readonly footage: Footage
  readonly tracks: ClipTracks | null
  readonly converts: boolean
  readonly hidden: boolean
}

function Picture({ camera: id, footage, tracks, converts, hidden }: PictureProps) {
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
  useEffect(() => pictures.join(id, { video: element, shown, store }), [id, element, shown, store])
  return (
    <div className={hidden ? 'footage-picture footage-hidden' : 'footage-picture'}>
      <VideoStage video={video} src={src} label={`Footage of ${nameOfCamera(id)}`} autoPlay={false} testId={`footage-${id}`} />
      {!own && <span className="footage-converted">{codecName(footage.codec)}, converted</span>}
    </div>
  )
}

const NO_GAPS: Footage['gaps'] = []
