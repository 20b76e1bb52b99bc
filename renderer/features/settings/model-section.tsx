import type { DetectorStatus, ModelInfo } from '../../../common/contracts/model.ts'
import { useModels } from '../../stores/models.ts'
import { useStats } from '../../stores/stats.ts'
import { useSystem } from '../../stores/system.ts'
import { bytes, duration } from '../../ui/format.ts'

const DETECTOR_WORDS: Readonly<Record<DetectorStatus['state'], { word: string; tone: string }>> = {
  starting: { word: 'Starting', tone: 'dot-warn' },
  ready: { word: 'Ready', tone: 'dot-live' },
  'motion-only': { word: 'Motion only', tone: 'dot-warn' },
}
const MODEL_WORDS: Readonly<Record<ModelInfo['state'], { word: string; tone: string }>> = {
  active: { word: 'In use', tone: 'dot-live' },
  available: { word: 'Available', tone: 'dot-off' },
  missing: { word: 'Missing', tone: 'dot-warn' },
  broken: { word: 'Broken', tone: 'dot-alert' },
}

/** What detects objects right now, and what else there is. */
export function ModelSection() {
  const detector = useSystem((state) => state.status?.detector)
  const models = useModels((state) => state.models)
  const infer = useStats((state) => state.latest?.infer)
  return (
    <>
      {detector && (
        <div className="rows">
          <div className="row row-top" data-testid="detector">
            <span className={`dot ${DETECTOR_WORDS[detector.state].tone}`} aria-hidden />
            <div className="grow">
              <h3>{DETECTOR_WORDS[detector.state].word}{detector.modelId && `: ${detector.modelId}`}</h3>
              <p className="muted">
                {detector.reason ?? `${detector.threads} ${detector.threads === 1 ? 'thread' : 'threads'}`}
                {infer?.run && `, ${infer.perSecond.toFixed(1)} inferences a second, one run takes ${duration(infer.run.p50)}`}
              </p>
              {detector.sha256 && <code className="muted">{detector.sha256}</code>}
            </div>
          </div>
        </div>
      )}
      <h3 className="settings-sub">Catalogue</h3>
      <p className="muted settings-text">The model is chosen in vigil.yml: <code>detector: {'{'} model: yolox-nano {'}'}</code>. A change there applies at once.</p>
      <div className="rows" data-testid="models">
        {(models ?? []).map((model) => (
          <div key={model.id} className="row row-top">
            <span className={`dot ${MODEL_WORDS[model.state].tone}`} aria-hidden />
            <div className="grow">
              <h3>{model.title} <code className="muted">{model.id}</code></h3>
              <p className="muted">
                {MODEL_WORDS[model.state].word}
                {model.inputWidth && ` · ${model.inputWidth}×${model.inputHeight ?? model.inputWidth}`}
                {model.bytes !== null && ` · ${bytes(model.bytes)}`}
                {model.licence && ` · ${model.licence}`}
                {model.labels.length > 0 && ` · ${model.labels.length} labels`}
              </p>
              {model.reason && <p>{model.reason}</p>}
            </div>
          </div>
        ))}
        {models === null && <div className="row muted">The engine has not told yet.</div>}
      </div>
    </>
  )
}
