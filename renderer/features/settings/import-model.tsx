import { Upload, X } from 'lucide-react'
import { useRef } from 'react'
import { importModel, useModels } from '../../stores/models.ts'
import { say } from '../../stores/toasts.ts'
import { Banner } from '../../ui/kit/banner.tsx'
import { Button, IconButton } from '../../ui/kit/button.tsx'

/** Brings a model from this computer to the engine, which tries it and keeps it or says why not. */
export function ImportModel() {
  const picker = useRef<HTMLInputElement>(null)
  const { importing, refusal } = useModels()
  const take = async (files: FileList | null): Promise<void> => {
    const chosen = [...files ?? []]
    // The same file may be chosen again after it was mended.
    if (picker.current) picker.current.value = ''
    if (chosen.length === 0) return
    const model = await importModel(chosen)
    if (model) say({ text: `${model.title} is imported. Press “Use this model” to detect with it.`, tone: 'good' })
  }
  const percent = Math.round((importing?.sentRatio ?? 0) * 100)
  return (
    <div className="import-model">
      <input ref={picker} type="file" hidden multiple accept=".onnx,.yml,.yaml,.json" aria-label="Model file" onChange={(event) => void take(event.target.files)} data-testid="import-file" />
      <Button tone="accent" icon={<Upload aria-hidden />} disabled={importing !== null} onClick={() => picker.current?.click()} data-testid="import-model">Import .onnx…</Button>
      {importing
        ? (
            <div className="import-progress" role="status" data-testid="import-progress">
              <progress max={100} value={percent} aria-label={`Sending ${importing.name}`} />
              <span>{percent < 100 ? `Sending ${importing.name}: ${percent} %` : `Trying ${importing.name}…`}</span>
              <IconButton label="Cancel the import" onClick={importing.cancel}><X aria-hidden /></IconButton>
            </div>
          )
        : <span className="muted">With a sidecar (NAME.onnx.yml), choose both files.</span>}
      {refusal && (
        <div className="import-refusal" role="alert" data-testid="model-refusal">
          <Banner tone="alert" action={<IconButton label="Dismiss" onClick={() => useModels.setState({ refusal: null })}><X aria-hidden /></IconButton>}>{refusal}</Banner>
        </div>
      )}
    </div>
  )
}
