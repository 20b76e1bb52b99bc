import { useEffect, useEffectEvent, type RefObject } from 'react'
import { moved, toMs, zoomed } from './span.ts'
import type { TimelineStore } from './timeline-store.ts'

const DRAG_PX = 4

export interface Press {
  readonly ms: number
  /** Which lane, from the top; -1 on the axis. */
  readonly lane: number
  readonly x: number
  readonly width: number
}

interface Pointing {
  readonly area: RefObject<HTMLElement | null>
  readonly lanes: RefObject<HTMLCanvasElement | null>
  readonly store: TimelineStore
  readonly laneHeight: number
  readonly onPress: (press: Press) => void
  /** While the axis is dragged; `goesOn`: not for the first time. */
  readonly onScrub: (ms: number, goesOn: boolean) => void
  readonly onDouble: (press: Press) => void
}

/** The wheel zooms at the pointer or pans, dragging pans, dragging on the axis scrubs, a press goes there. */
export function useTimelinePointer({ area, lanes, store, laneHeight, onPress, onScrub, onDouble }: Pointing): void {
  const pressed = useEffectEvent(onPress)
  const scrubbed = useEffectEvent(onScrub)
  const doubled = useEffectEvent(onDouble)
  useEffect(() => {
    const box = area.current
    if (!box) return
    const ended = new AbortController()
    const { signal } = ended
    const pressAt = (event: MouseEvent): Press => {
      const bounds = lanes.current?.getBoundingClientRect() ?? box.getBoundingClientRect()
      const x = event.clientX - bounds.x
      const lane = event.target === lanes.current ? Math.floor((event.clientY - bounds.y) / laneHeight) : -1
      return { x, width: bounds.width, lane, ms: toMs(store.getState().span, bounds.width, x) }
    }
    let drag: { x: number; moved: boolean; scrubs: boolean } | null = null
    box.addEventListener('wheel', (event) => {
      event.preventDefault()
      const { ms, width } = pressAt(event)
      const sideways = event.shiftKey ? event.deltaY : event.deltaX
      store.setState(({ span }) => ({
        span: Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)
          ? moved(span, (sideways / width) * (span.toMs - span.fromMs), Date.now())
          : zoomed(span, Math.exp(-event.deltaY * 0.0025), ms, Date.now()),
      }))
    }, { signal, passive: false })
    box.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return
      drag = { x: event.clientX, moved: false, scrubs: event.target !== lanes.current }
      box.setPointerCapture(event.pointerId)
      if (drag.scrubs) scrubbed(pressAt(event).ms, false)
    }, { signal })
    box.addEventListener('pointermove', (event) => {
      const { ms, width } = pressAt(event)
      store.setState({ hoverMs: ms })
      if (!drag) return
      const dx = event.clientX - drag.x
      if (!drag.moved && Math.abs(dx) < DRAG_PX) return
      drag = { ...drag, x: event.clientX, moved: true }
      if (drag.scrubs) scrubbed(ms, true)
      else store.setState(({ span }) => ({ span: moved(span, -(dx / width) * (span.toMs - span.fromMs), Date.now()) }))
    }, { signal })
    box.addEventListener('pointerup', (event) => {
      const was = drag
      drag = null
      if (!was || was.moved || was.scrubs) return
      // The pointer is captured by the area; the lane is told by where it is.
      const bounds = lanes.current?.getBoundingClientRect()
      if (bounds) pressed({ ...pressAt(event), lane: Math.floor((event.clientY - bounds.y) / laneHeight) })
    }, { signal })
    box.addEventListener('pointercancel', () => { drag = null }, { signal })
    box.addEventListener('pointerleave', () => store.setState({ hoverMs: null }), { signal })
    box.addEventListener('dblclick', (event) => doubled(pressAt(event)), { signal })
    return () => ended.abort()
  }, [area, lanes, store, laneHeight])
}
