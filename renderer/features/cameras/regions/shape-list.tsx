import { Trash2 } from 'lucide-react'
import { useStore } from 'zustand'
import type { Camera } from '../../../../common/contracts/camera-status.ts'
import { IconButton } from '../../../ui/kit/button.tsx'
import { remove, select, type EditorStore } from './editor-store.ts'
import { ShapeSettings } from './shape-settings.tsx'
import { KINDS } from './kinds.ts'
import { keyOf, nameOfShape, shapeProblem } from './shapes.ts'

/** Everything drawn, and the settings of what is selected. */
export function ShapeList({ editor, camera }: { readonly editor: EditorStore; readonly camera: Camera }) {
  const shapes = useStore(editor, (state) => state.history.present)
  const selected = useStore(editor, (state) => state.selected)
  const chosen = shapes.find((shape) => keyOf(shape) === selected)
  return (
    <aside className="shapes" aria-label="Regions">
      <div className="shapes-list">
        {KINDS.map(({ kind, title, icon: Icon }) => {
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
      {chosen && <ShapeSettings key={selected} editor={editor} camera={camera} shape={chosen} />}
    </aside>
  )
}
