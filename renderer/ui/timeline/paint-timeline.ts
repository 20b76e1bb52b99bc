import { drawAxis } from './draw-axis.ts'
import { drawLanes, paletteOf } from './draw-timeline.ts'
import { moved, planOf } from './span.ts'
import type { TimelineStore } from './timeline-store.ts'

interface Painting {
  readonly axis: HTMLCanvasElement
  readonly lanes: HTMLCanvasElement
  readonly store: TimelineStore
  readonly laneHeight: number
}

const TICK_MS = 1_000

function sized(canvas: HTMLCanvasElement): { pen: CanvasRenderingContext2D; width: number; height: number } | null {
  const scale = window.devicePixelRatio
  const [width, height] = [canvas.clientWidth, canvas.clientHeight]
  const [wide, tall] = [Math.round(width * scale), Math.round(height * scale)]
  if (canvas.width !== wide || canvas.height !== tall) Object.assign(canvas, { width: wide, height: tall })
  const pen = canvas.getContext('2d')
  if (!pen || width === 0 || height === 0) return null
  pen.setTransform(scale, 0, 0, scale, 0, 0)
  return { pen, width, height }
}

/** Paints whenever something changed, and once a second while now is in view. Returns the stop. */
export function paintTimeline({ axis, lanes, store, laneHeight }: Painting): () => void {
  let frame = 0
  const paint = (): void => {
    frame = 0
    const state = store.getState()
    const palette = paletteOf(lanes)
    const moments = { ...state, nowMs: Date.now() }
    const onAxis = sized(axis)
    if (onAxis) drawAxis({ ...onAxis, palette }, moments)
    const onLanes = sized(lanes)
    if (!onLanes) return
    const stepMs = planOf(state.span, onLanes.width).stepSeconds * 1000
    drawLanes({ ...onLanes, palette }, moments, state.cameras.map((id, index) => ({ top: index * laneHeight, height: laneHeight, data: state.data[id], stepMs })))
  }
  const soon = (): void => {
    if (frame === 0) frame = requestAnimationFrame(paint)
  }
  const stop = store.subscribe(soon)
  const observer = new ResizeObserver(soon)
  observer.observe(lanes)
  observer.observe(axis)
  const themes = new MutationObserver(soon)
  themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  let before = Date.now()
  const timer = setInterval(() => {
    const now = Date.now()
    const { span, cursorMs } = store.getState()
    // Now stays where it is in view while nothing else is looked at.
    if (before >= span.fromMs && before <= span.toMs && cursorMs === null) store.setState({ span: moved(span, now - before, now) })
    before = now
    soon()
  }, TICK_MS)
  soon()
  return () => {
    cancelAnimationFrame(frame)
    clearInterval(timer)
    stop()
    observer.disconnect()
    themes.disconnect()
  }
}
