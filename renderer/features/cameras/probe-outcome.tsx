import { CircleAlert, LoaderCircle } from 'lucide-react'
import type { ProbeResult } from '../../../common/contracts/camera-status.ts'
import { fps, sentence } from '../../ui/format.ts'

interface ProbeOutcomeProps {
  readonly probing: { readonly at: 'idle' } | { readonly at: 'asking' } | { readonly at: 'answered'; readonly result: ProbeResult } | { readonly at: 'broke'; readonly why: string }
}

/** What looking at an address found: a picture, or why not. */
export function ProbeOutcome({ probing }: ProbeOutcomeProps) {
  if (probing.at === 'idle') return null
  if (probing.at === 'asking') {
    return <div className="probe probe-busy" role="status"><LoaderCircle aria-hidden className="turning" />Connecting and waiting for the first picture</div>
  }
  if (probing.at === 'broke' || !probing.result.ok) {
    const why = probing.at === 'broke' ? probing.why : probing.result.ok ? '' : probing.result.reason
    return <div className="probe probe-bad" role="alert" data-testid="probe-failed"><CircleAlert aria-hidden /><span>{sentence(why)}</span></div>
  }
  const { picture, codec, width, height, fps: rate, copied } = probing.result
  return (
    <figure className="probe-found" data-testid="probe-found">
      <img src={picture} alt="What the camera shows right now" />
      <figcaption>
        <strong>{width}×{height}</strong> {codec}{rate !== null && ` · ${fps(rate)}`}
        <span className="muted"> · {copied ? 'clips are copies of its stream' : 'clips are encoded here'}</span>
      </figcaption>
    </figure>
  )
}
