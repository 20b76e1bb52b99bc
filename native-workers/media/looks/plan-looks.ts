import type { Box } from '../../../common/frame-result.ts'
import { boxArea, clampBox, coverage, unionBox } from '../../../common/geometry/box.ts'
import { cropAround } from './crop-around.ts'
import type { LookMemory } from './look-memory.ts'
import { areaOf, longSide, zoomOf, type Look, type Optics } from './optics.ts'

/** Below this many input pixels on its longer side an object is easily missed in the whole picture. */
const SMALL_PX = 40
/** A crop is made so that its smallest object has about this size in the input. */
const WANTED_PX = 120
/** Pixels are not blown up further than this: there is nothing more in them. */
const LARGEST_ZOOM = 2
/** A crop that shows things less than this much larger than the whole picture does is not worth an inference. */
const LEAST_GAIN = 1.3
/** Share of a crop its objects may fill; the rest is what is around them, which the model knows them by. */
const FILLED = 0.7
/** Where nothing large moves, the whole picture is still looked at this often. */
const WHOLE_EVERY_MS = 1000

export interface LookQuestion {
  readonly optics: Optics
  /** Where something is or may be: moving regions that belong to no object, objects where they are expected, boxes that a crop cut through. Fractions of the picture. */
  readonly targets: readonly Box[]
  readonly memory: LookMemory
  readonly ptsMs: number
  /** Inferences this frame may cost, at least 1. */
  readonly budget: number
}

/**
 * Which parts of a frame the detector is shown: the whole picture where it is enough, crops around what is too small in it. Of more than the
 * budget allows, what was looked at longest ago comes first, so that over a few frames everything has its turn. Same question, same answer.
 */
export function planLooks(question: LookQuestion): Look[] {
  const { optics, targets, memory, ptsMs, budget } = question
  const zoom = zoomOf(optics, null)
  const isSmall = (box: Box): boolean => longSide(optics, box) * zoom < SMALL_PX
  const small = targets.map(clampBox).filter((box) => boxArea(box) > 0 && isSmall(box))
  const crops = gather(optics, small)
  if (crops.length === 0) return [null]

  const large = targets.some((box) => !isSmall(box))
  const wholeAge = ptsMs - memory.wholeAt
  const whole = { look: null, age: large ? 2 * wholeAge : wholeAge >= WHOLE_EVERY_MS ? Infinity : -1 }
  const looks = [whole, ...crops.map((look) => ({ look, age: ptsMs - memory.croppedAt(areaOf(optics, look)) }))]
  // Sorting is stable: the whole picture first, then from left to right.
  return looks.filter(({ age }) => age >= 0).sort((a, b) => (a.age === b.age ? 0 : b.age - a.age)).slice(0, Math.max(1, budget)).map(({ look }) => look)
}

/** As few crops as show every small target large enough. */
function gather(optics: Optics, small: readonly Box[]): Look[] {
  const open = [...small].sort((a, b) => a[0] - b[0] || a[1] - b[1])
  const crops: Look[] = []
  for (let seed = open.shift(); seed; seed = open.shift()) {
    const side = wantedSide(optics, seed)
    if (side === null) continue
    let around = seed
    for (let i = 0; i < open.length; i++) {
      const both = unionBox(around, open[i] as Box)
      if (longSide(optics, both) > side * FILLED) continue
      around = both
      open.splice(i--, 1)
    }
    const crop = cropAround(optics, around, side)
    crops.push(crop)
    // What happens to lie well inside is seen, too.
    const area = areaOf(optics, crop)
    for (let i = open.length - 1; i >= 0; i--) if (coverage(open[i] as Box, area) > 0.999) open.splice(i, 1)
  }
  return crops
}

/** Is there more to see in this picture than the model is shown of all of it? */
export const cropsHelp = (optics: Optics): boolean => sides(optics) !== null

/** The smallest and the largest side of a crop, in pixels of the picture; null when no crop shows things much larger. */
function sides({ picture, input }: Optics): { readonly smallest: number; readonly largest: number } | null {
  const inputSide = Math.min(input.width, input.height)
  const smallest = inputSide / LARGEST_ZOOM
  const largest = Math.min(inputSide / (LEAST_GAIN * zoomOf({ picture, input }, null)), picture.width, picture.height)
  return smallest > largest ? null : { smallest, largest }
}

function wantedSide(optics: Optics, box: Box): number | null {
  const limits = sides(optics)
  const wanted = (longSide(optics, box) * Math.min(optics.input.width, optics.input.height)) / WANTED_PX
  return limits && Math.min(limits.largest, Math.max(limits.smallest, wanted))
}
