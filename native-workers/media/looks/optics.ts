import type { Box } from '../../../common/frame-result.ts'

export interface Size {
  readonly width: number
  readonly height: number
}

/** Whole pixels of the detect picture, even, inside it. */
export interface Crop extends Size {
  readonly x: number
  readonly y: number
}

/** One inference of a frame: the whole picture (null) or a part of it. */
export type Look = Crop | null

/** What is looked at, and what the model wants to see. */
export interface Optics {
  readonly picture: Size
  readonly input: Size
}

/** Input pixels per picture pixel in a look; both sides are scaled alike (letterbox). */
export function zoomOf({ picture, input }: Optics, look: Look): number {
  const { width, height } = look ?? picture
  return Math.min(input.width / width, input.height / height)
}

/** The look's area as a box in fractions of the picture. */
export const areaOf = ({ picture }: Optics, look: Look): Box =>
  (look === null ? [0, 0, 1, 1] : [look.x / picture.width, look.y / picture.height, look.width / picture.width, look.height / picture.height])

/** The longer side of a box, in pixels of the picture. */
export const longSide = ({ picture }: Optics, [, , w, h]: Box): number => Math.max(w * picture.width, h * picture.height)
