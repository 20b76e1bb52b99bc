import './event-facts.css'
import type { ClipTracks, Event } from '../../../common/contracts/event.ts'
import { cameraName, useCameras } from '../../stores/cameras.ts'
import { hrefOf } from '../../stores/route.ts'
import { bytes, clockTime, exactTime, length } from '../../ui/format.ts'
import { crossingWords } from '../../ui/picture/line-arrow.ts'
import { codecName } from '../../ui/player/codec.ts'
import { clipWords } from './clip-words.ts'
import { Fact } from './fact.tsx'

const PRIVACY_WORDS: Readonly<Record<NonNullable<Event['clip']['privacy']>, string>> = {
  'not-in-clip': 'The clip is the camera\'s own stream: privacy masks are not in it. They are drawn over it here, and burned into an export that is asked to.',
  'burned-in': 'The privacy masks are burned into it.',
}

interface EventFactsProps {
  readonly event: Event
  readonly tracks: ClipTracks | null
}

/** Everything that is known about an event, exactly. */
export function EventFacts({ event, tracks }: EventFactsProps) {
  const camera = useCameras((state) => state.list?.find((one) => one.id === event.camera))
  const startMs = Date.parse(event.startedAt)
  const clip = clipWords(event)
  const gaps = event.clip.gaps?.length ?? 0
  const gapSeconds = (event.clip.gaps ?? []).reduce((sum, [from, to]) => sum + to - from, 0)
  const parts = event.clip.parts?.length ?? 1
  const zoneName = (id: string): string => camera?.zones.find((zone) => zone.id === id)?.name ?? id
  return (
    <dl className="facts" data-testid="event-facts">
      <Fact name="Clip" wide>
        <span className={clip.tone === 'muted' ? 'muted' : `tone-${clip.tone}`} data-testid="clip-state">{clip.text}</span>
        {event.clip.seconds > 0 && <span className="muted"> · {length(event.clip.seconds)} · {bytes(event.clip.bytes)}{event.clip.codec && ` · ${codecName(event.clip.codec)}`}</span>}
        {event.clip.reason && <p className="facts-reason">{event.clip.reason}</p>}
        {event.clip.state === 'saved' && event.clip.verified && <p className="facts-reason">The frame that triggered it was read back from the stored clip and decoded.</p>}
        {event.clip.privacy && <p className="facts-reason" data-testid="clip-privacy">{PRIVACY_WORDS[event.clip.privacy]}</p>}
      </Fact>
      {(gaps > 0 || parts > 1) && (
        <Fact name="Footage" wide>
          {parts > 1 && `in ${parts} parts`}{parts > 1 && gaps > 0 && ' · '}
          {gaps > 0 && <span data-testid="gap-facts">{gaps === 1 ? 'one gap' : `${gaps} gaps`} without a picture, {length(gapSeconds)} in all: the camera was away</span>}
        </Fact>
      )}
      <Fact name="Began"><time title={exactTime(startMs)}>{clockTime(startMs)}.{String(startMs % 1000).padStart(3, '0')}</time></Fact>
      <Fact name="Ended">{event.endedAt ? <time title={exactTime(Date.parse(event.endedAt))}>{clockTime(Date.parse(event.endedAt))}.{String(Date.parse(event.endedAt) % 1000).padStart(3, '0')}</time> : 'still going on'}</Fact>
      <Fact name="Length">{event.endedAt ? length((Date.parse(event.endedAt) - startMs) / 1000) : '–'}</Fact>
      <Fact name="Score">{event.label === 'motion' ? <span className="muted">motion has none</span> : event.score.toFixed(2)}</Fact>
      <Fact name="Severity"><span className={event.severity === 'alert' ? 'tone-alert' : ''}>{event.severity}</span></Fact>
      <Fact name="Type">{event.type}</Fact>
      <Fact name="Reviewed">{event.reviewed ? `by ${(event.reviewedBy ?? []).join(', ') || 'somebody'}` : <span className="muted">by nobody</span>}</Fact>
      <Fact name="Zones" wide>{event.zones.length > 0 ? event.zones.map(zoneName).join(', ') : <span className="muted">none</span>}</Fact>
      <Fact name="Tripwires" wide>
        {event.lines.length === 0 && <span className="muted">none crossed</span>}
        {event.lines.map((crossing) => {
          const line = camera?.lines.find((one) => one.id === crossing.id)
          const at = Date.parse(crossing.at)
          return (
            <span key={`${crossing.id}${crossing.at}`} className="facts-line">
              {line?.name ?? crossing.id}: {crossing.direction.replaceAll('-', ' ')}{line && ` (${crossingWords(line, crossing.direction)})`}
              <time className="muted" title={exactTime(at)}> {clockTime(at)}</time>
            </span>
          )
        })}
      </Fact>
      <Fact name="Camera"><a className="facts-link" href={hrefOf('cameras', event.camera)}>{camera ? cameraName(camera) : event.camera}</a></Fact>
      <Fact name="Track">{event.trackId}</Fact>
      <Fact name="Trigger frame" wide><code>{event.frameId}</code></Fact>
      <Fact name="Model">{event.model ? <span title={`SHA-256 ${event.model.sha256}`}>{event.model.id} <code className="muted">{event.model.sha256.slice(0, 8)}</code></span> : <span className="muted">motion, no model</span>}</Fact>
      <Fact name="Rule version">{event.ruleVersion}</Fact>
      {tracks && tracks.frames.length > 0 && (
        <Fact name="Boxes" wide>{tracks.alignment.exact ? 'on exactly their frames' : `aligned within ${tracks.alignment.errorMs} ms`}<span className="muted"> · {tracks.frames.length} frames</span></Fact>
      )}
      <Fact name="Id" wide><code>{event.id}</code></Fact>
    </dl>
  )
}
