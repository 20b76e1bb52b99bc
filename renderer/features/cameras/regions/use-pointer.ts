import { useRef, type PointerEvent as ReactPointerEvent, type MouseEvent as ReactMouseEvent } from 'react'
import type { Point } from '../../../../common/frame-result.ts'
import { toFraction } from '../../../ui/picture/letterbox.ts'
import { add, change, drag, select, type EditorStore } from './editor-store.ts'
import { moveAll } from './polygon.ts'
import { keyOf, pointsOf, sameText, withPoints, type Shape } from './shapes.ts'
import { closeDraft } from './use-region-keys.ts'

const NEAR_PX = 11
const DRAG_PX = 6

interface Drag {
  readonly key: string
  readonly before: readonly Shape[]
  readonly shape: Shape
  /** A corner, or the whole shape. */
  readonly corner: number | null
  readonly from: Point
}

export interface Hands {
  readonly stage: {
    readonly onPointerDown: (event: ReactPointerEvent<SVGSVGElement>) => void
    readonly onPointerMove: (event: ReactPointerEvent<SVGSVGElement>) => void
    readonly onPointerUp: (event: ReactPointerEvent<SVGSVGElement>) => void
    readonly onPointerLeave: () => void
    readonly onDoubleClick: (event: ReactMouseEvent) => void
  }
  readonly grabShape: (event: ReactPointerEvent, shape: Shape) => void
  readonly grabCorner: (event: ReactPointerEvent, shape: Shape, corner: number) => void
  /** Adds a corner on the edge behind `index` and takes hold of it. */
  readonly grabEdge: (event: ReactPointerEvent, shape: Shape, index: number) => void
}

/** What the mouse, a finger or a pen does on the picture. */
export function usePointer(editor: EditorStore): Hands {
  const held = useRef<Drag | null>(null)
  const pressedAt = useRef<readonly [number, number] | null>(null)

  /** Fractions of the picture: the svg lies on exactly the picture. */
  const at = (event: { currentTarget: Element; clientX: number; clientY: number }): Point => {
    const svg = event.currentTarget.closest('svg') ?? event.currentTarget
    const { left, top, width, height } = svg.getBoundingClientRect()
    return toFraction({ x: left, y: top, width, height }, [event.clientX, event.clientY])
  }

  const take = (event: ReactPointerEvent, shape: Shape, corner: number | null): void => {
    if (editor.getState().tool !== 'select' || event.button !== 0) return
    event.stopPropagation()
    event.currentTarget.closest('svg')?.setPointerCapture(event.pointerId)
    select(editor, keyOf(shape), corner)
    held.current = { key: keyOf(shape), before: editor.getState().history.present, shape, corner, from: at(event) }
  }

  const moved = (hold: Drag, to: Point): Shape => {
    const points = pointsOf(hold.shape)
    if (hold.corner !== null) return withPoints(hold.shape, points.map((point, index) => (index === hold.corner ? to : point)))
    return withPoints(hold.shape, moveAll(points, to[0] - hold.from[0], to[1] - hold.from[1]))
  }

  /** A press without a move is no step. */
  const drop = (hold: Drag, shape: Shape): void => {
    const was = hold.before.find((one) => keyOf(one) === hold.key)
    if (sameText(was) === sameText(shape)) editor.setState(({ history }) => ({ history: { ...history, present: hold.before } }))
    else change(editor, hold.key, shape, hold.before)
  }

  const far = (event: { clientX: number; clientY: number }, px: number): boolean =>
    pressedAt.current !== null && Math.hypot(event.clientX - pressedAt.current[0], event.clientY - pressedAt.current[1]) > px

  return {
    grabShape: (event, shape) => take(event, shape, null),
    grabCorner: (event, shape, corner) => take(event, shape, corner),
    grabEdge(event, shape, index) {
      if (editor.getState().tool !== 'select' || event.button !== 0) return
      const before = editor.getState().history.present
      const grown = withPoints(shape, pointsOf(shape).toSpliced(index + 1, 0, at(event)))
      drag(editor, keyOf(shape), grown)
      take(event, grown, index + 1)
      if (held.current) held.current = { ...held.current, before }
    },
    stage: {
      onPointerDown(event) {
        const { tool, draft } = editor.getState()
        if (event.button !== 0) return
        pressedAt.current = [event.clientX, event.clientY]
        if (tool === 'select') return select(editor, null)
        const point = at(event)
        event.currentTarget.setPointerCapture(event.pointerId)
        if (tool === 'line') {
          const [from] = draft
          if (from) add(editor, 'line', [from, point])
          else editor.setState({ draft: [point], cursor: point })
          return
        }
        const { width, height } = event.currentTarget.getBoundingClientRect()
        const [first] = draft
        if (first && draft.length >= 3 && Math.hypot((first[0] - point[0]) * width, (first[1] - point[1]) * height) < NEAR_PX) closeDraft(editor)
        else editor.setState({ draft: [...draft, point], cursor: point })
      },
      onPointerMove(event) {
        const hold = held.current
        if (hold) drag(editor, hold.key, moved(hold, at(event)))
        else if (editor.getState().tool !== 'select') editor.setState({ cursor: at(event) })
      },
      onPointerUp(event) {
        const hold = held.current
        held.current = null
        if (hold) drop(hold, moved(hold, at(event)))
        const { tool, draft } = editor.getState()
        const [from] = draft
        // A line may be dragged from end to end or given by two clicks.
        if (tool === 'line' && from && far(event, DRAG_PX)) add(editor, 'line', [from, at(event)])
        pressedAt.current = null
      },
      onPointerLeave() {
        if (!held.current) editor.setState({ cursor: null })
      },
      onDoubleClick(event) {
        const { tool, draft } = editor.getState()
        if (tool === 'select' || tool === 'line') return
        event.preventDefault()
        // The second press of the double click set a corner on top of the first one's.
        const [last, before] = [draft.at(-1), draft.at(-2)]
        const { width, height } = event.currentTarget.getBoundingClientRect()
        if (last && before && Math.hypot((last[0] - before[0]) * width, (last[1] - before[1]) * height) < NEAR_PX) editor.setState({ draft: draft.slice(0, -1) })
        if (editor.getState().draft.length > 0) closeDraft(editor)
      },
    },
  }
}
