import type { Camera, CameraStatus } from '../../../common/contracts/camera-status.ts'
import { useCameras } from '../../stores/cameras.ts'
import { exactTime, fps, lasting, sentence } from '../../ui/format.ts'
import { STATE_WORDS } from '../../ui/kit/state-dot.tsx'
import { codecName } from '../../ui/player/codec.ts'
import { useCountdown } from '../../ui/use-countdown.ts'
import { useNow } from '../../ui/use-now.ts'

function clipWords({ record, privacy }: Camera, source: CameraStatus['source']): string {
  if (record.mode === 'off') return 'not recorded'
  if (!source) return 'not known yet'
  if (privacy.length > 0) return source.copied ? 'copied from the stream: the privacy masks are not in them' : 'encoded here, with the privacy masks burned in'
  return source.copied ? 'copied from the stream' : 'encoded here'
}

/** What the engine knows about a camera's streams right now. */
export function SourceFacts({ camera }: { readonly camera: Camera }) {
  const status = useCameras((state) => state.status[camera.id])
  const now = useNow(1_000)
  const retry = useCountdown(status?.retryAtMs ?? null)
  if (!status) return null
  const { source, resolution } = status
  return (
    <dl className="page-facts">
      <dt>State</dt>
      <dd><time title={exactTime(status.stateSinceMs)}>{STATE_WORDS[status.state].word}, for {lasting(now - status.stateSinceMs)}</time>{retry !== null && `, retrying in ${retry} s`}</dd>
      {status.stateReason && <><dt>Because</dt><dd>{sentence(status.stateReason)}</dd></>}
      <dt>Source</dt>
      <dd>{source ? `${source.width}×${source.height} ${codecName(source.codec)}${source.fps === null ? '' : `, ${fps(source.fps)}`}` : 'not known yet'}</dd>
      <dt>Analysis</dt>
      <dd>{resolution ? `${resolution.width}×${resolution.height}, ${fps(status.fps)}` : 'no frame yet'}</dd>
      <dt>Clips</dt>
      <dd>{status.recordingProblem ?? clipWords(camera, source)}</dd>
      <dt>Restarts</dt>
      <dd>{status.restarts}, epoch {status.epoch}</dd>
      <dt>Id</dt>
      <dd><code>{camera.id}</code></dd>
    </dl>
  )
}
