import type { KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import type { Rect } from '../../../ui/picture/letterbox.ts'
import { change, select, type EditorStore } from './editor-store.ts'
import { LineMarks } from './line-marks.tsx'
import { edgeMiddles, moveAll } from './polygon.ts'
import { KIND_NAMES, keyOf, nameOfShape, pointsOf, shapeProblem, withPoints, type Shape } from './shapes.ts'
import type { Hands } from './use-pointer.ts'

interface ShapeViewProps {
  readonly editor: EditorStore
  readonly shape: Shape
  readonly size: Rect
  readonly selected: boolean
  readonly hands: Hands
}

const NUDGE = 0.005
const WAYS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

/** One shape on the picture; the selected one shows its corners. */
export function ShapeView({ editor, shape, size, selected, hands }: ShapeViewProps) {
  const corner = useStore(editor, (state) => (selected ? state.corner : null))
  const points = pointsOf(shape)
  const px = points.map(([x, y]): [number, number] => [x * size.width, y * size.height])
  const path = px.map((point) => point.join(',')).join(' ')
  const [first = [0, 0]] = px
  const name = nameOfShape(shape)

  const onKeyDown = (event: KeyboardEvent): void => {
    const way = WAYS[event.key]
    if (!way) return
    event.preventDefault()
    event.stopPropagation()
    const by = NUDGE * (event.shiftKey ? 4 : 1)
    const [dx, dy] = [way[0] * by, way[1] * by]
    const next = corner === null ? moveAll(points, dx, dy) : points.map((point, index) => (index === corner ? (moveAll([point], dx, dy)[0] ?? point) : point))
    change(editor, keyOf(shape), withPoints(shape, next))
  }

  return (
    <g className={`shape shape-${shape.kind} ${selected ? 'shape-selected' : ''} ${shapeProblem(shape) ? 'shape-wrong' : ''}`} data-testid={`shape-${shape.kind}-${shape.id}`}>
      <g
        className="shape-button" tabIndex={0} role="button" aria-label={`${KIND_NAMES[shape.kind]} ${name}`} aria-pressed={selected} onKeyDown={onKeyDown}
        onFocus={() => { if (!selected && editor.getState().tool === 'select') select(editor, keyOf(shape)) }}
      >
        {shape.kind === 'line'
          ? <polyline className="shape-hit" points={path} onPointerDown={(event) => hands.grabShape(event, shape)} />
          : <polygon className="shape-area" points={path} onPointerDown={(event) => hands.grabShape(event, shape)} />}
      </g>
      {shape.kind === 'line' && <LineMarks line={shape} from={px[0] ?? [0, 0]} to={px[1] ?? [0, 0]} />}
      <text aria-hidden className="shape-name" x={Math.min(first[0] + 8, size.width - 60)} y={Math.min(Math.max(first[1] - 8, 14), size.height - 6)}>{name}</text>
      {selected && shape.kind !== 'line' && edgeMiddles(points).map(([x, y], index) => (
        // Middles are told apart by their place alone.
        // oxlint-disable-next-line react/no-array-index-key
        <circle key={index} className="shape-middle" cx={x * size.width} cy={y * size.height} r={5} onPointerDown={(event) => hands.grabEdge(event, shape, index)} />
      ))}
      {selected && px.map(([x, y], index) => (
        // Corners too.
        // oxlint-disable-next-line react/no-array-index-key
        <circle key={index} className={`shape-corner ${index === corner ? 'shape-corner-selected' : ''}`} cx={x} cy={y} r={7} onPointerDown={(event) => hands.grabCorner(event, shape, index)} data-testid={`corner-${index}`} />
      ))}
    </g>
  )
}
