/**
 * The generated source: moving test pictures whose top strip shows the frame's own number as black and white cells, so
 * that which frame a picture is can be read back from its pixels after scaling and compression.
 */
export const NUMBER_BITS = 16
/** The strip's height as a share of the picture's. */
export const STRIP_SHARE = 1 / 10

/** Most significant bit at the left; a white cell is a 1. Filter expressions see the frame's number as `n`. */
export function frameNumberFilter(): string {
  const cells = Array.from({ length: NUMBER_BITS }, (_, index) => {
    const weight = 2 ** (NUMBER_BITS - 1 - index)
    return `drawbox=x=iw*${index}/${NUMBER_BITS}:y=0:w=iw/${NUMBER_BITS}:h=ih*${STRIP_SHARE}:color=white:t=fill:enable='mod(floor(n/${weight})\\,2)'`
  })
  return [`drawbox=x=0:y=0:w=iw:h=ih*${STRIP_SHARE}:color=black:t=fill`, ...cells].join(',')
}

export const testPatternGraph = (size: { width: number; height: number; fps: number }): string =>
  `testsrc2=size=${size.width}x${size.height}:rate=${size.fps},${frameNumberFilter()}`

/** Reads the number back: `luma(x, y)` gives the brightness 0..255 of a pixel of a picture of that size. */
export function readFrameNumber(luma: (x: number, y: number) => number, width: number, height: number): number {
  const y = Math.floor((height * STRIP_SHARE) / 2)
  let number = 0
  for (let index = 0; index < NUMBER_BITS; index++) {
    const x = Math.floor((width * (index + 0.5)) / NUMBER_BITS)
    number = number * 2 + (luma(x, y) > 127 ? 1 : 0)
  }
  return number
}
