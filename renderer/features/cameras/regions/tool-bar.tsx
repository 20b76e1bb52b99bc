import { MousePointer2, Redo2, Undo2 } from 'lucide-react'
import { useStore } from 'zustand'
import { IconButton } from '../../../ui/kit/button.tsx'
import { KINDS } from './kinds.ts'
import { KIND_NAMES } from './shapes.ts'
import { chooseTool, goBack, goOn, type EditorStore } from './editor-store.ts'

const TOOLS = [
  { tool: 'select', name: 'Select and move', keys: 'V', icon: MousePointer2 },
  ...KINDS.map(({ kind, key, icon }) => ({ tool: kind, name: KIND_NAMES[kind], keys: key, icon })),
] as const

export function ToolBar({ editor }: { readonly editor: EditorStore }) {
  const current = useStore(editor, (state) => state.tool)
  const canUndo = useStore(editor, (state) => state.history.past.length > 0 || state.draft.length > 0)
  const canRedo = useStore(editor, (state) => state.history.future.length > 0)
  return (
    <div className="tools" role="toolbar" aria-label="Tools" aria-orientation="vertical">
      {TOOLS.map(({ tool, name, keys, icon: Icon }) => (
        <IconButton key={tool} label={name} keys={keys} side="right" pressed={tool === current} onClick={() => chooseTool(editor, tool)} data-testid={`tool-${tool}`}><Icon aria-hidden /></IconButton>
      ))}
      <span className="tools-gap" />
      <IconButton label="Undo" keys="Ctrl+Z" side="right" disabled={!canUndo} onClick={() => goBack(editor)} data-testid="undo"><Undo2 aria-hidden /></IconButton>
      <IconButton label="Redo" keys="Ctrl+Shift+Z" side="right" disabled={!canRedo} onClick={() => goOn(editor)} data-testid="redo"><Redo2 aria-hidden /></IconButton>
    </div>
  )
}
