/**
 * How a picture lies in a model's input: scaled to fit at the left top corner, scaled to fit in the middle, or stretched over all of it.
 */
export type Fit = 'corner' | 'centre' | 'stretch'

/** What a model wants to be fed: three float planes (NCHW) of this size. */
export interface TensorInput {
  /** A multiple of 4. */
  readonly width: number
  readonly height: number
  readonly colour: 'rgb' | 'bgr'
  /** value = pixel (0..255) * factor + offset, each for red, green and blue; null: pixels as they are. */
  readonly normalise: { readonly factor: Rgb; readonly offset: Rgb } | null
  readonly fit: Fit
  /** Grey 0..255 of what the picture leaves free. */
  readonly pad: number
}

export type Rgb = readonly [red: number, green: number, blue: number]

/** Where the whole picture lies in the input, in its pixels; fractions where it does not end on a pixel. */
export interface Placement {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** The pixels that are written, and the exact placement that boxes are read with. */
export function placePicture({ width, height }: { width: number; height: number }, input: TensorInput): Placement & { readonly columns: number; readonly rows: number } {
  if (input.fit === 'stretch') return { left: 0, top: 0, width: input.width, height: input.height, columns: input.width, rows: input.height }
  const scale = Math.min(input.width / width, input.height / height)
  const exact = { width: width * scale, height: height * scale }
  if (input.fit === 'corner') {
    return { left: 0, top: 0, ...exact, columns: Math.max(1, Math.floor(exact.width)), rows: Math.max(1, Math.floor(exact.height)) }
  }
  // As the ultralytics package letterboxes: sides rounded, the odd pixel to the right and below.
  const columns = Math.max(1, Math.round(exact.width))
  const rows = Math.max(1, Math.round(exact.height))
  return { left: Math.floor((input.width - columns) / 2), top: Math.floor((input.height - rows) / 2), ...exact, columns, rows }
}
