import { createStore } from 'zustand'
import type { Camera } from '../../../../common/contracts/camera-status.ts'
import type { Point } from '../../../../common/frame-result.ts'
import { preview, redo, startHistory, step, undo, type History } from './history.ts'
import { keyOf, newShape, sameText, shapesOf, type Shape, type ShapeKind } from './shapes.ts'

export type Tool = 'select' | ShapeKind

export interface EditorState {
  /** As the engine has them. */
  readonly saved: readonly Shape[]
  readonly history: History<readonly Shape[]>
  readonly tool: Tool
  readonly selected: string | null
  /** Index of the selected corner of the selected shape. */
  readonly corner: number | null
  /** Corners of the shape being drawn. */
  readonly draft: readonly Point[]
  readonly cursor: Point | null
}

export type EditorStore = ReturnType<typeof createEditor>

export const createEditor = (camera: Camera) =>
  createStore<EditorState>()(() => ({ ...fresh(shapesOf(camera)), tool: 'select' }))

const fresh = (saved: readonly Shape[]): Omit<EditorState, 'tool'> =>
  ({ saved, history: startHistory(saved), selected: null, corner: null, draft: [], cursor: null })

export const isDirty = ({ saved, history }: EditorState): boolean => sameText(saved) !== sameText(history.present)

/** What the engine now has; what was drawn meanwhile stays. */
export function adopt(editor: EditorStore, camera: Camera): void {
  const saved = shapesOf(camera)
  const state = editor.getState()
  if (sameText(saved) === sameText(state.saved)) return
  if (isDirty(state)) editor.setState({ saved })
  else editor.setState({ saved, history: startHistory(saved) })
}

export function chooseTool(editor: EditorStore, tool: Tool): void {
  editor.setState({ tool, draft: [], cursor: null, ...(tool !== 'select' && { selected: null, corner: null }) })
}

export const select = (editor: EditorStore, selected: string | null, corner: number | null = null): void => editor.setState({ selected, corner, tool: 'select', draft: [] })

/** Changes one shape as a step that can be undone; `from` is where a drag began. */
export function change(editor: EditorStore, key: string, to: Shape, from?: readonly Shape[]): void {
  const { history, selected } = editor.getState()
  const next = history.present.map((shape) => (keyOf(shape) === key ? to : shape))
  editor.setState({ history: step(history, next, from ?? history.present), selected: selected === key ? keyOf(to) : selected })
}

/** As `change`, but still under the hand. */
export function drag(editor: EditorStore, key: string, to: Shape): void {
  const { history } = editor.getState()
  editor.setState({ history: preview(history, history.present.map((shape) => (keyOf(shape) === key ? to : shape))) })
}

export function add(editor: EditorStore, kind: ShapeKind, points: readonly Point[]): void {
  const { history } = editor.getState()
  const shape = newShape(kind, points, history.present)
  editor.setState({ history: step(history, [...history.present, shape]), selected: keyOf(shape), corner: null, tool: 'select', draft: [], cursor: null })
}

export function remove(editor: EditorStore, key: string): void {
  const { history } = editor.getState()
  editor.setState({ history: step(history, history.present.filter((shape) => keyOf(shape) !== key)), selected: null, corner: null })
}

export function goBack(editor: EditorStore): boolean {
  const { history, draft } = editor.getState()
  // While drawing, undo takes the last corner.
  if (draft.length > 0) editor.setState({ draft: draft.slice(0, -1) })
  else if (history.past.length > 0) editor.setState({ history: undo(history), corner: null })
  else return false
  return true
}

export function goOn(editor: EditorStore): boolean {
  const { history } = editor.getState()
  if (history.future.length === 0) return false
  editor.setState({ history: redo(history), corner: null })
  return true
}

export const revert = (editor: EditorStore): void => editor.setState(({ saved, history }) => ({ history: step(history, saved), selected: null, corner: null, draft: [] }))
