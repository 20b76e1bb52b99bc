import type { Point } from '../../../../common/frame-result.ts'
import { useKeys } from '../../../ui/keys/use-keys.ts'
import { add, change, chooseTool, goBack, goOn, remove, select, type EditorStore } from './editor-store.ts'
import { keyOf, pointsOf, type ShapeKind, withPoints } from './shapes.ts'
import type { TrialStore } from './trial-store.ts'

const SQUARE: readonly Point[] = [[0.4, 0.4], [0.6, 0.4], [0.6, 0.6], [0.4, 0.6]]
const MIDDLE: Readonly<Record<ShapeKind, readonly Point[]>> = {
  zone: [[0.35, 0.35], [0.65, 0.35], [0.65, 0.75], [0.35, 0.75]],
  mask: SQUARE,
  'object-mask': SQUARE,
  privacy: SQUARE,
  line: [[0.5, 0.2], [0.5, 0.8]],
}

/** Ends the shape being drawn; with nothing drawn yet, Enter puts one in the middle, to be moved by the arrow keys. */
export function closeDraft(editor: EditorStore): boolean {
  const { tool, draft } = editor.getState()
  if (tool === 'select') return false
  if (draft.length === 0) add(editor, tool, MIDDLE[tool])
  else if (tool !== 'line' && draft.length >= 3) add(editor, tool, draft)
  return true
}

/** Deletes the selected corner, or the whole shape where none is selected or too few would stay. */
function removeSelected(editor: EditorStore): boolean {
  const { selected, corner, history, draft } = editor.getState()
  if (draft.length > 0) return goBack(editor)
  const shape = history.present.find((one) => keyOf(one) === selected)
  if (!shape || selected === null) return false
  const points = pointsOf(shape)
  if (corner === null || shape.kind === 'line' || points.length <= 3) remove(editor, selected)
  else {
    change(editor, selected, withPoints(shape, points.filter((_, index) => index !== corner)))
    editor.setState({ corner: null })
  }
  return true
}

export function useRegionKeys({ editor, trial, save }: { editor: EditorStore; trial: TrialStore; save: () => void }): void {
  useKeys('regions', {
    select: () => chooseTool(editor, 'select'),
    zone: () => chooseTool(editor, 'zone'),
    line: () => chooseTool(editor, 'line'),
    mask: () => chooseTool(editor, 'mask'),
    objectMask: () => chooseTool(editor, 'object-mask'),
    privacy: () => chooseTool(editor, 'privacy'),
    close: () => closeDraft(editor),
    cancel() {
      const { draft, tool, selected } = editor.getState()
      if (draft.length > 0) editor.setState({ draft: [], cursor: null })
      else if (tool !== 'select') chooseTool(editor, 'select')
      else if (selected !== null) select(editor, null)
      else if (trial.getState().open) trial.show(false)
      else return false
      return true
    },
    remove: () => removeSelected(editor),
    undo: () => goBack(editor),
    redo: () => goOn(editor),
    save,
    try: () => trial.show(!trial.getState().open),
  })
}
