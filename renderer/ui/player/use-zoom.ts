import { useEffect, useEffectEvent, type RefObject } from 'react'
import type { OpenVideo } from './open-video.ts'
import { panBy, WHOLE, zoomAt } from './view.ts'

const DRAG_PX = 4

interface Zooming {
  readonly area: RefObject<HTMLElement | null>
  readonly opened: RefObject<OpenVideo | null>
  /** A press that did not move: play or pause. */
  readonly onPress: () => void
}

/** The wheel zooms at the pointer, dragging pans, a double click goes back to the whole picture. */
export function useZoom({ area, opened, onPress }: Zooming): void {
  const pressed = useEffectEvent(onPress)
  useEffect(() => {
    const stage = area.current
    if (!stage) return
    const ended = new AbortController()
    const { signal } = ended
    const at = (event: MouseEvent): [number, number] => {
      const box = stage.getBoundingClientRect()
      return [event.clientX - box.x, event.clientY - box.y]
    }
    let drag: { x: number; y: number; moved: boolean } | null = null
    stage.addEventListener('wheel', (event) => {
      const video = opened.current
      if (!video) return
      event.preventDefault()
      video.setView(zoomAt(video.view(), Math.exp(-event.deltaY * 0.0022), at(event), video.placing()))
    }, { signal, passive: false })
    stage.addEventListener('pointerdown', (event) => {
      if (event.button !== 0 || (event.target instanceof Element && event.target.closest('button, a, input'))) return
      drag = { x: event.clientX, y: event.clientY, moved: false }
      stage.setPointerCapture(event.pointerId)
    }, { signal })
    stage.addEventListener('pointermove', (event) => {
      const video = opened.current
      if (!drag || !video) return
      const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y]
      if (!drag.moved && Math.hypot(dx, dy) < DRAG_PX) return
      drag = { x: event.clientX, y: event.clientY, moved: true }
      if (video.view().zoom > 1) video.setView(panBy(video.view(), [dx, dy], video.placing()))
    }, { signal })
    stage.addEventListener('pointerup', () => {
      if (drag && !drag.moved) pressed()
      drag = null
    }, { signal })
    stage.addEventListener('pointercancel', () => { drag = null }, { signal })
    stage.addEventListener('dblclick', () => opened.current?.setView(WHOLE), { signal })
    return () => ended.abort()
  }, [area, opened])
}
