import type { Rect } from '../picture/letterbox.ts'

/** How far into the picture one looks: `x`, `y` are the point in the middle, fractions of the picture; `zoom` 1 is all of it. */
export interface View {
  readonly zoom: number
  readonly x: number
  readonly y: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

export const WHOLE: View = { zoom: 1, x: 0.5, y: 0.5 }
export const MAX_ZOOM = 8

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

/** One axis: the picture fills what it can of the area and is centred where it cannot. */
const begin = (middle: number, length: number, area: number): number =>
  length <= area ? (area - length) / 2 : clamp(area / 2 - middle * length, area - length, 0)

/** Where the picture lies in the area, given where it lies unzoomed. */
export function placeView(view: View, whole: Rect, area: Size): Rect {
  const width = whole.width * view.zoom
  const height = whole.height * view.zoom
  return { x: begin(view.x, width, area.width), y: begin(view.y, height, area.height), width, height }
}

/** The view whose picture lies at `rect`. */
const viewOf = (rect: Rect, zoom: number, area: Size): View => ({ zoom, x: (area.width / 2 - rect.x) / rect.width, y: (area.height / 2 - rect.y) / rect.height })

interface Placing {
  readonly whole: Rect
  readonly area: Size
}

/** Zooms by a factor; the point of the picture under the pointer stays there, as far as the picture's edges allow. */
export function zoomAt(view: View, factor: number, at: readonly [number, number], { whole, area }: Placing): View {
  const zoom = clamp(view.zoom * factor, 1, MAX_ZOOM)
  if (zoom === 1) return WHOLE
  const now = placeView(view, whole, area)
  const width = whole.width * zoom
  const height = whole.height * zoom
  const rect = { x: at[0] - ((at[0] - now.x) / now.width) * width, y: at[1] - ((at[1] - now.y) / now.height) * height, width, height }
  return settled(viewOf(rect, zoom, area), { whole, area })
}

/** Moves the picture with the pointer. */
export function panBy(view: View, [dx, dy]: readonly [number, number], { whole, area }: Placing): View {
  const now = placeView(view, whole, area)
  return settled(viewOf({ ...now, x: now.x + dx, y: now.y + dy }, view.zoom, area), { whole, area })
}

/** The same view with its middle where it really is: the edges stop it. */
const settled = (view: View, { whole, area }: Placing): View => viewOf(placeView(view, whole, area), view.zoom, area)

/** A view of one box, with room around it. */
export function viewOfBox([x, y, w, h]: readonly [number, number, number, number]): View {
  return { zoom: clamp(Math.min(0.42 / Math.max(w, 0.01), 0.5 / Math.max(h, 0.01)), 1.2, 4), x: x + w / 2, y: y + h / 2 }
}

/** A step towards a view: most of the way in about a second, without a jerk. */
export function approach(from: View, to: View, seconds: number): View {
  const share = 1 - Math.exp(-Math.max(0, seconds) / 0.4)
  const mix = (a: number, b: number): number => a + (b - a) * share
  return { zoom: mix(from.zoom, to.zoom), x: mix(from.x, to.x), y: mix(from.y, to.y) }
}
