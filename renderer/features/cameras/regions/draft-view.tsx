import { useStore } from 'zustand'
import type { Rect } from '../../../ui/picture/letterbox.ts'
import type { EditorStore } from './editor-store.ts'

/** The shape being drawn, with a line to the cursor. */
export function DraftView({ editor, size }: { readonly editor: EditorStore; readonly size: Rect }) {
  const draft = useStore(editor, (state) => state.draft)
  const cursor = useStore(editor, (state) => state.cursor)
  const tool = useStore(editor, (state) => state.tool)
  if (draft.length === 0) return null
  const px = [...draft, ...(cursor ? [cursor] : [])].map(([x, y]): [number, number] => [x * size.width, y * size.height])
  const closable = tool !== 'line' && draft.length >= 3
  return (
    <g className={`draft draft-${tool}`} pointerEvents="none">
      {closable && <polygon points={px.map((point) => point.join(',')).join(' ')} className="draft-area" />}
      <polyline points={px.map((point) => point.join(',')).join(' ')} />
      {draft.map(([x, y], index) => (
        <circle key={`${x} ${y}`} cx={x * size.width} cy={y * size.height} r={index === 0 && closable ? 8 : 4} className={index === 0 && closable ? 'draft-first' : ''} />
      ))}
    </g>
  )
}
