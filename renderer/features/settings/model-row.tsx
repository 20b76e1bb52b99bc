import type { ModelInfo } from '../../../common/contracts/model.ts'
import { chooseModel, useModels } from '../../stores/models.ts'
import { say } from '../../stores/toasts.ts'
import { bytes } from '../../ui/format.ts'
import { Button } from '../../ui/kit/button.tsx'

const WORDS: Readonly<Record<ModelInfo['state'], { word: string; tone: string }>> = {
  active: { word: 'In use', tone: 'dot-live' },
  available: { word: 'Available', tone: 'dot-off' },
  // Nothing is wrong while another one is in use.
  missing: { word: 'Not here yet', tone: 'dot-off' },
  broken: { word: 'Broken', tone: 'dot-alert' },
}
const FAMILIES: Readonly<Record<NonNullable<ModelInfo['family']>, string>> = {
  yolox: 'YOLOX', yolov5: 'YOLOv5 kind', yolov8: 'YOLOv8 kind', 'yolo-end2end': 'YOLO end to end', detr: 'DETR kind', yolov4: 'YOLOv4 kind', ssd: 'SSD kind', fastestdet: 'FastestDet',
}

const factsOf = (model: ModelInfo): string => [
  // The mark beside its name says that it is in use.
  ...(model.state === 'active' ? [] : [WORDS[model.state].word]),
  model.family ? FAMILIES[model.family] : 'family unknown until it is tried',
  ...(model.inputWidth === null ? [] : [`${model.inputWidth}×${model.inputHeight ?? model.inputWidth}`]),
  ...(model.bytes === null ? [] : [bytes(model.bytes)]),
  ...(model.labels.length > 0 ? [`${model.labels.length} ${model.labels.length === 1 ? 'label' : 'labels'}`] : []),
  model.licence ?? 'licence not told',
].join(' · ')

/** One model: what it is, where it is from, and the way to use it. */
export function ModelRow({ model }: { readonly model: ModelInfo }) {
  const choosing = useModels((state) => state.choosing)
  const use = async (): Promise<void> => {
    if (await chooseModel(model.id)) say({ text: `${model.title} detects from now on.`, tone: 'good' })
  }
  return (
    <li className="row row-top" data-testid={`model-${model.title}`}>
      <span className={`dot ${WORDS[model.state].tone}`} aria-hidden />
      <div className="grow model-facts">
        <h3>{model.title}{model.state === 'active' && <span className="model-mark">In use</span>}</h3>
        <p className="muted">{factsOf(model)}</p>
        {/* The way to get a missing one names the same address. */}
        {model.state !== 'missing' && <p className="muted model-origin">{model.provenance ?? 'found in the models folder'}</p>}
        {model.reason && <p>{model.reason}</p>}
      </div>
      {(model.state === 'available' || model.state === 'broken') && (
        <Button aria-label={`Use this model: ${model.title}`} disabled={choosing !== null} onClick={() => void use()}>
          {choosing === model.id ? 'Trying it…' : 'Use this model'}
        </Button>
      )}
    </li>
  )
}
