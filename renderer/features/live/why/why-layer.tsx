import { useEffect, useEffectEvent, useRef, type CSSProperties, type KeyboardEvent, type PointerEvent } from 'react'
import './why-layer.css'
import { useCameras } from '../../../stores/cameras.ts'
import { useTiles } from '../../../stores/tiles.ts'
import { placePicture, tidy, toFraction } from '../../../ui/picture/letterbox.ts'
import { ask, askHere, spotOf, useWhy } from './why-store.ts'

const STEP = 0.02
const ARROWS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }
const USUAL_SHAPE = 16 / 9

interface WhyLayerProps {
  readonly cameraId: string
  readonly name: string
  readonly fit: 'contain' | 'cover'
}

/** Lies over a tile while a spot is asked about. */
export function WhyLayer(props: WhyLayerProps) {
  const open = useWhy((state) => state.why.at !== 'closed')
  return open ? <Picker {...props} /> : null
}

/** A press, or the arrow keys, say which spot. Arrows keep the moment; a press and Enter ask about what is shown now. */
function Picker({ cameraId, name, fit }: WhyLayerProps) {
  const why = useWhy((state) => state.why)
  const shape = useShape(cameraId)
  const layer = useRef<HTMLButtonElement>(null)
  const wantsFocus = useEffectEvent(() => why.at === 'pick' && why.focus === cameraId)
  useEffect(() => {
    if (wantsFocus()) layer.current?.focus()
  }, [])
  const spot = spotOf(why)
  const mine = spot?.cameraId === cameraId ? spot : null

  const press = (event: PointerEvent<HTMLButtonElement>): void => {
    if (event.button !== 0) return
    const area = event.currentTarget.getBoundingClientRect()
    const [x, y] = [event.clientX - area.left, event.clientY - area.top]
    const picture = placePicture({ area, picture: { width: shape, height: 1 }, fit })
    // The bars beside the picture are no part of it.
    if (x < picture.x || y < picture.y || x > picture.x + picture.width || y > picture.y + picture.height) return
    void askHere(cameraId, toFraction(picture, [x, y]))
  }
  const type = (event: KeyboardEvent): void => {
    const arrow = ARROWS[event.key]
    if (!arrow && event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    event.stopPropagation()
    const [x, y] = mine?.point ?? [0.5, 0.5]
    if (arrow && mine) void ask({ ...mine, point: [tidy(x + arrow[0]), tidy(y + arrow[1])] })
    else if (!event.repeat) void askHere(cameraId, [x, y])
  }
  const style: CSSProperties & Record<`--${string}`, number> = { '--shape': shape, '--x': mine?.point[0] ?? 0, '--y': mine?.point[1] ?? 0 }
  return (
    <button
      ref={layer} type="button" className={`why-layer why-layer-${fit}`} style={style} data-testid={`why-${cameraId}`} onPointerDown={press} onKeyDown={type}
      onDoubleClick={(event) => event.stopPropagation()} aria-label={`Ask about a spot of ${name}; the arrow keys move it, Enter asks about this moment`}
    >
      {mine && <span className="why-mark" data-testid="why-mark" />}
    </button>
  )
}

/** Width by height of what the tile shows. */
function useShape(cameraId: string): number {
  const painted = useTiles((state) => shapeOf(state.facts[cameraId]))
  const told = useCameras((state) => shapeOf(state.status[cameraId]?.resolution))
  return painted ?? told ?? USUAL_SHAPE
}

const shapeOf = (size: { readonly width: number; readonly height: number } | null | undefined): number | null => (size && size.width > 0 && size.height > 0 ? size.width / size.height : null)
