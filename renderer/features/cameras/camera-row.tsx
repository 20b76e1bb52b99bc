import { ChevronRight } from 'lucide-react'
import type { Camera } from '../../../common/contracts/camera-status.ts'
import { cameraName, useCameras } from '../../stores/cameras.ts'
import { hrefOf } from '../../stores/route.ts'
import { useStats } from '../../stores/stats.ts'
import { cameraSnapshotUrl } from '../../transport/api-url.ts'
import { fps, sentence } from '../../ui/format.ts'
import { Snapshot } from '../../ui/kit/snapshot.tsx'
import { StateWord } from '../../ui/kit/state-dot.tsx'
import { codecName } from '../../ui/player/codec.ts'
import { useCountdown } from '../../ui/use-countdown.ts'
import { useNow } from '../../ui/use-now.ts'
import { regionWords } from './region-words.ts'

const PICTURE_EVERY_MS = 10_000

/** One camera of the list: picture, state, and in words what is wrong. */
export function CameraRow({ camera }: { readonly camera: Camera }) {
  const status = useCameras((state) => state.status[camera.id])
  const drops = useStats((state) => state.latest?.cameras.find((one) => one.id === camera.id)?.recentDropRate ?? 0)
  const turn = Math.floor(useNow(PICTURE_EVERY_MS) / PICTURE_EVERY_MS)
  const retry = useCountdown(status?.retryAtMs ?? null)
  const state = status?.state ?? camera.state
  const name = cameraName(camera)
  const reason = status?.stateReason ?? camera.stateReason
  return (
    <li>
      <a className="camera-row" href={hrefOf('cameras', camera.id)} data-testid={`camera-${camera.id}`}>
        <span className={`camera-row-picture ${state === 'live' ? '' : 'camera-row-dead'}`}>
          <Snapshot src={status?.resolution ? cameraSnapshotUrl(camera.id, state === 'live' ? turn : 0) : null} alt={`Newest picture of ${name}`} />
        </span>
        <span className="camera-row-name">
          <strong className="clip-text">{name}</strong>
          <span className="muted clip-text mono">{camera.inputs[0]?.url}</span>
        </span>
        <span className="camera-row-state">
          <StateWord state={state} />
          {reason && <span className="camera-row-why">{sentence(reason)}{retry !== null && `, retrying in ${retry} s`}</span>}
          {status?.recordingProblem && <span className="camera-row-why tone-warn">{status.recordingProblem}</span>}
        </span>
        <span className="camera-row-figures">
          <span>{state === 'live' && status ? fps(status.fps) : '–'}</span>
          <span className="muted">{status?.source ? `${status.source.width}×${status.source.height} ${codecName(status.source.codec)}` : 'no stream yet'}</span>
        </span>
        <span className="camera-row-figures camera-row-wide">
          <span className={drops > 0 ? 'tone-warn' : ''}>{state !== 'live' ? '–' : drops > 0 ? `${(drops * 100).toFixed(1)} % dropped` : 'no drops'}</span>
          <span className="muted">{regionWords(camera)}</span>
        </span>
        <ChevronRight aria-hidden className="camera-row-go" />
      </a>
    </li>
  )
}
