import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import './regions.css'
import type { Camera } from '../../../../common/contracts/camera-status.ts'
import { placeCamera } from '../../../stores/cameras.ts'
import { say, sayError } from '../../../stores/toasts.ts'
import { engine } from '../../../transport/engine.ts'
import { adopt } from './editor-store.ts'
import { editorOf, leaveEditor } from './editors.ts'
import { RegionsBar } from './regions-bar.tsx'
import { ShapeList } from './shape-list.tsx'
import { regionsOf, shapeProblem } from './shapes.ts'
import { Stage } from './stage.tsx'
import { ToolBar } from './tool-bar.tsx'
import { TrialPanel } from './trial-panel.tsx'
import { createTrial } from './trial-store.ts'
import { useRegionKeys } from './use-region-keys.ts'

/** The editor: tools on the left, the live picture, what is drawn on the right, Save and Revert below. */
export function RegionsTab({ camera }: { readonly camera: Camera }) {
  const [editor] = useState(() => editorOf(camera))
  const [trial] = useState(() => createTrial(camera.id))
  const trying = useStore(trial, (state) => state.open)
  const [busy, setBusy] = useState(false)
  const shapes = useStore(editor, (state) => state.history.present)
  const problem = shapes.map(shapeProblem).find((one) => one !== null) ?? null
  useEffect(() => adopt(editor, camera), [editor, camera])
  useEffect(() => () => leaveEditor(camera.id), [camera.id])
  useEffect(() => () => trial.cancel(), [trial])

  const save = async (): Promise<void> => {
    if (busy || problem !== null) return
    setBusy(true)
    try {
      const saved = await engine().cameras.setRegions({ id: camera.id, ...regionsOf(editor.getState().history.present) })
      placeCamera(saved)
      adopt(editor, saved)
      say({ text: 'Regions saved; they apply at once.', tone: 'good' })
    } catch (error) {
      sayError(error)
    }
    setBusy(false)
  }
  useRegionKeys({ editor, trial, save: () => void save() })

  return (
    <div className="regions" data-testid="regions-editor">
      <ToolBar editor={editor} />
      <Stage editor={editor} camera={camera} trial={trial} />
      {trying ? <TrialPanel editor={editor} trial={trial} problem={problem} /> : <ShapeList editor={editor} camera={camera} />}
      <RegionsBar editor={editor} trial={trial} problem={problem} busy={busy} onSave={() => void save()} />
    </div>
  )
}
