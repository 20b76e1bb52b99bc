import { EyeOff, Slash, Trash2, VectorSquare } from 'lucide-react'
import { useStore } from 'zustand'
import { IconButton } from '../../../ui/kit/button.tsx'
import { remove, select, type EditorStore } from './editor-store.ts'
import { ShapeSettings } from './shape-settings.tsx'
import { keyOf, nameOfShape, shapeProblem, type ShapeKind } from './shapes.ts'

const GROUPS: readonly { kind: ShapeKind; title: string; icon: typeof EyeOff }[] = [
  { kind: 'zone', title: 'Zones', icon: VectorSquare },
  { kind: 'line', title: 'Tripwires', icon: Slash },
  { kind: 'mask', title: 'Motion masks', icon: EyeOff },
]

/** Everything drawn, and the settings of what is selected. */
export function ShapeList({ editor }: { readonly editor: EditorStore }) {
  const shapes = useStore(editor, (state) => state.history.present)
  const selected = useStore(editor, (state) => state.selected)
  const chosen = shapes.find((shape) => keyOf(shape) === selected)
  return (
    <aside className="shapes" aria-label="Regions">
      <div className="shapes-list">
        {GROUPS.map(({ kind, title, icon: Icon }) => {
          const own = shapes.filter((shape) => shape.kind === kind)
          return (
            <section key={kind} aria-label={title}>
              <h3 className="shapes-title">{title}<span className="muted">{own.length}</span></h3>
              <ul>
                {own.map((shape) => (
                  <li key={keyOf(shape)} className={`shapes-row shapes-${kind} ${keyOf(shape) === selected ? 'shapes-chosen' : ''}`}>
                    <button type="button" className="shapes-name" aria-pressed={keyOf(shape) === selected} onClick={() => select(editor, keyOf(shape))} data-testid={`region-${kind}-${shape.id}`}>
                      <Icon aria-hidden />
                      <span className="clip-text">{nameOfShape(shape)}</span>
                      {shapeProblem(shape) && <span className="tone-alert">!</span>}
                    </button>
                    <IconButton label={`Delete ${nameOfShape(shape)}`} side="left" onClick={() => remove(editor, keyOf(shape))}><Trash2 aria-hidden /></IconButton>
                  </li>
                ))}
              </ul>
            </section>
          )
        })}
      </div>
      {chosen && <ShapeSettings key={selected} editor={editor} shape={chosen} />}
    </aside>
  )
}
