import { useEffect } from 'react'
import './model-section.css'
import { loadModels, useModels } from '../../stores/models.ts'
import { useSystem } from '../../stores/system.ts'
import { DetectorRow } from './detector-row.tsx'
import { ImportModel } from './import-model.tsx'
import { ModelRow } from './model-row.tsx'

/** What detects objects right now, and what else there is. */
export function ModelSection() {
  const models = useModels((state) => state.models)
  // Which one is in use is told by the list, too.
  useEffect(() => useSystem.subscribe(({ status }, before) => {
    if (status?.detector.sha256 !== before.status?.detector.sha256) loadModels().catch(() => {})
  }), [])
  return (
    <>
      <DetectorRow />
      <h3 className="settings-sub">Models</h3>
      <p className="muted settings-text">A model is tried before it is used, and a new one takes over without a restart. The choice stands in vigil.yml under <code>detector</code>.</p>
      <ImportModel />
      <ul className="rows" data-testid="models">
        {(models ?? []).map((model) => <ModelRow key={model.id} model={model} />)}
        {models === null && <li className="row muted">The engine has not told yet.</li>}
      </ul>
    </>
  )
}
