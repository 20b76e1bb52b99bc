import type { Camera } from '../../../../common/contracts/camera-status.ts'
import { createEditor, isDirty, type EditorStore } from './editor-store.ts'

const editors = new Map<string, EditorStore>()

/** One editor per camera: what is not saved is still there after a look at another screen. */
export function editorOf(camera: Camera): EditorStore {
  const known = editors.get(camera.id)
  if (known) return known
  const editor = createEditor(camera)
  editors.set(camera.id, editor)
  return editor
}

export function leaveEditor(cameraId: string): void {
  const editor = editors.get(cameraId)
  if (editor && !isDirty(editor.getState())) editors.delete(cameraId)
}
