import { LoaderCircle, Unplug, VideoOff } from 'lucide-react'
import './camera-trouble.css'
import type { CameraStatus } from '../../../common/contracts/camera-status.ts'
import { useCameras } from '../../stores/cameras.ts'
import { useTiles } from '../../stores/tiles.ts'
import { clockTime, exactTime, lasting, sentence } from '../format.ts'
import { useCountdown } from '../use-countdown.ts'
import { useNow } from '../use-now.ts'

/** Over the greyed last picture: since when, why, and what Vigil does about it. */
export function CameraTrouble({ cameraId }: { readonly cameraId: string }) {
  const status = useCameras((state) => state.status[cameraId])
  const painted = useTiles((state) => (state.facts[cameraId]?.painted ?? 0) > 0)
  if (!status) return null
  if (status.state === 'live') return painted ? null : <div className="camera-trouble"><LoaderCircle aria-hidden /><span className="camera-next">Waiting for the first picture</span></div>
  return <Trouble status={status} />
}

const ICONS = { idle: VideoOff, stopped: VideoOff, connecting: LoaderCircle, stalled: LoaderCircle, backoff: Unplug, failed: Unplug, live: LoaderCircle }

const PLAIN_REASONS: Readonly<Record<CameraStatus['state'], string>> = {
  idle: 'Not started yet',
  stopped: 'Switched off',
  connecting: 'Connecting',
  stalled: 'No new frames',
  backoff: 'The camera does not answer',
  failed: 'The camera cannot be shown',
  live: '',
}

function Trouble({ status }: { readonly status: CameraStatus }) {
  const now = useNow(1_000)
  const retry = useCountdown(status.retryAtMs)
  const Icon = ICONS[status.state]
  const sinceMs = now - status.stateSinceMs
  return (
    <div className="camera-trouble" data-testid={`trouble-${status.id}`}>
      <Icon aria-hidden />
      <span className="camera-why">{sentence(status.stateReason ?? PLAIN_REASONS[status.state])}</span>
      <span className="camera-next">
        <time title={exactTime(status.stateSinceMs)}>since {clockTime(status.stateSinceMs)}</time>
        {sinceMs > 60_000 && ` (${lasting(sinceMs)})`}
        {whatNext(status, retry)}
      </span>
    </div>
  )
}

function whatNext(status: CameraStatus, retry: number | null): string {
  if (retry !== null) return retry > 0 ? `, retrying in ${retry} s` : ', retrying now'
  if (status.state === 'stalled') return ', will be restarted if it does not go on'
  if (status.state === 'failed') return ', waits for a change of its settings'
  return ''
}
