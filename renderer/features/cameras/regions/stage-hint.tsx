import { useStore } from 'zustand'
import type { EditorStore, EditorState } from './editor-store.ts'

/** One line that says what a click does now. */
export function StageHint({ editor }: { readonly editor: EditorStore }) {
  const text = useStore(editor, hintOf)
  return text === null ? null : <p className="stage-hint" role="status">{text}</p>
}

function hintOf({ tool, draft, selected, history }: EditorState): string | null {
  switch (tool) {
    case 'select':
      if (history.present.length === 0) return 'The whole picture counts. Press Z to draw a zone, L for a tripwire; M, O or P for a mask.'
      return selected === null ? null : 'Drag corners or the whole shape; the small dots add a corner; Delete removes.'
    case 'zone':
    case 'mask':
    case 'object-mask':
    case 'privacy':
      if (draft.length === 0) return 'Click the corners, or press Enter for one in the middle.'
      return draft.length < 3 ? 'Click the next corner. Esc drops it.' : 'Click the first corner, double-click or press Enter to close.'
    case 'line':
      return draft.length === 0 ? 'Drag from end to end, or click both ends.' : 'Click the other end. Esc drops it.'
  }
}
