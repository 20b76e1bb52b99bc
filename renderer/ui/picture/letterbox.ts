import type { Point } from '../../../common/frame-result.ts'

/** A rectangle in the pixels of whatever it lies on. */
export interface Rect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

interface Sizes {
  readonly area: { readonly width: number; readonly height: number }
  readonly picture: { readonly width: number; readonly height: number }
  readonly fit: 'contain' | 'cover'
}

/** Where a picture lies in an area: centred, its shape kept; with `cover` parts of it lie outside. */
export function placePicture({ area, picture, fit }: Sizes): Rect {
  if (picture.width <= 0 || picture.height <= 0) return { x: 0, y: 0, width: area.width, height: area.height }
  const across = area.width / picture.width
  const down = area.height / picture.height
  const scale = fit === 'contain' ? Math.min(across, down) : Math.max(across, down)
  const width = picture.width * scale
  const height = picture.height * scale
  return { x: (area.width - width) / 2, y: (area.height - height) / 2, width, height }
}

export const toPixels = (rect: Rect, [x, y]: Point): [number, number] => [rect.x + x * rect.width, rect.y + y * rect.height]

/** Fractions of the picture, kept inside it, four digits as vigil.yml keeps them. */
export function toFraction(rect: Rect, [x, y]: readonly [number, number]): [number, number] {
  return [tidy((x - rect.x) / rect.width), tidy((y - rect.y) / rect.height)]
}

/** Kept within 0..1 and rounded to four digits. */
export const tidy = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000
