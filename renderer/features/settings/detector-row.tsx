import type { DetectorStatus } from '../../../common/contracts/model.ts'
import { useStats } from '../../stores/stats.ts'
import { useSystem } from '../../stores/system.ts'
import { duration } from '../../ui/format.ts'

const WORDS: Readonly<Record<DetectorStatus['state'], { word: string; tone: string }>> = {
  starting: { word: 'Starting', tone: 'dot-warn' },
  ready: { word: 'Ready', tone: 'dot-live' },
  'motion-only': { word: 'Motion only', tone: 'dot-warn' },
}

/** What detects right now, on what, and how fast. */
export function DetectorRow() {
  const detector = useSystem((state) => state.status?.detector)
  const infer = useStats((state) => state.latest?.infer)
  if (!detector) return null
  const { word, tone } = WORDS[detector.state]
  return (
    <div className="rows">
      <div className="row row-top" data-testid="detector">
        <span className={`dot ${tone}`} aria-hidden />
        <div className="grow">
          <h3>{word}{detector.modelId && `: ${detector.modelId}`}</h3>
          {detector.state === 'ready' && (
            <p className="muted">
              {`${detector.threads} ${detector.threads === 1 ? 'thread' : 'threads'} on ${detector.provider ?? 'cpu'}`}
              {infer?.run && `, ${infer.perSecond.toFixed(1)} inferences a second, one run takes ${duration(infer.run.p50)}`}
            </p>
          )}
          {detector.note && <p className="muted" data-testid="detector-note">{detector.note}</p>}
          {detector.reason && <p>{detector.reason}</p>}
          {detector.sha256 && <code className="muted">{detector.sha256}</code>}
        </div>
      </div>
    </div>
  )
}
