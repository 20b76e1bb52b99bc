import { useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { useCameras } from '../../../stores/cameras.ts'
import { placePicture, tidy, toFraction, toPixels, type Rect } from '../../../ui/picture/letterbox.ts'
import { askHere, spotOf, useWhy } from './why-store.ts'

const STEP = 0.02
const ARROWS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }

interface WhyLayerProps {
  readonly cameraId: string
  readonly name: string
  readonly fit: 'contain' | 'cover'
}

/** Lies over a tile while a spot is asked about: a press, or the arrow keys, say which. */
export function WhyLayer({ cameraId, name, fit }: WhyLayerProps) {
  const why = useWhy((state) => state.why)
  const resolution = useCameras((state) => state.status[cameraId]?.resolution)
  const layer = useRef<HTMLButtonElement>(null)
  if (why.at === 'closed') return null
  const spot = spotOf(why)
  const mine = spot?.cameraId === cameraId ? spot.point : null

  const placed = (): Rect => {
    const area = layer.current?.getBoundingClientRect() ?? { width: 1, height: 1 }
    return placePicture({ area, picture: resolution ?? { width: 16, height: 9 }, fit })
  }
  const press = (event: PointerEvent<HTMLButtonElement>): void => {
    const area = event.currentTarget.getBoundingClientRect()
    askHere(cameraId, toFraction(placed(), [event.clientX - area.left, event.clientY - area.top]))
  }
  const type = (event: KeyboardEvent): void => {
    const arrow = ARROWS[event.key]
    if (!arrow && event.key !== 'Enter') return
    event.preventDefault()
    event.stopPropagation()
    const [x, y] = mine ?? [0.5, 0.5]
    askHere(cameraId, [tidy(x + (arrow?.[0] ?? 0)), tidy(y + (arrow?.[1] ?? 0))])
  }
  return (
    <button
      ref={layer} type="button" className="why-layer" data-testid={`why-${cameraId}`} onPointerDown={press} onKeyDown={type} onDoubleClick={(event) => event.stopPropagation()}
      aria-label={`Ask about a spot of ${name}; the arrow keys move it`}
    >
      {mine && <Mark point={mine} placed={placed} />}
    </button>
  )
}

function Mark({ point, placed }: { readonly point: readonly [number, number]; readonly placed: () => Rect }) {
  const mark = (element: HTMLSpanElement | null): void => {
    if (!element) return
    const [x, y] = toPixels(placed(), [point[0], point[1]])
    element.style.transform = `translate(${x}px, ${y}px)`
  }
  return <span ref={mark} className="why-mark" />
}
