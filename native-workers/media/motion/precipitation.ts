/** Rain and snow: things that are nowhere twice. `lasting`: how much of what moves was changed in the frame before too, 0..1, averaged. */
export interface Precipitation {
  readonly lasting: number
  readonly falling: boolean
}

export const DRY: Precipitation = { lasting: 1, falling: false }

/** A body covers most of its own place of a moment ago, at any distance; drops and flakes do by chance only. */
const FALLING_BELOW = 0.35
const DRY_ABOVE = 0.5
const AVERAGED_MS = 300
/** Less than this moves: nothing to judge by. */
const LEAST_SHARE = 0.0003
/** With frames farther apart a walker too has left his place; with closer ones he is still there in the second frame after. */
const LONGEST_INTERVAL_MS = 250
const SHORT_INTERVAL_MS = 120

export function nextPrecipitation(
  { lasting, falling }: Precipitation,
  frame: { readonly restless: number; readonly lasting: number; readonly considered: number; readonly elapsedMs: number },
): Precipitation {
  if (frame.elapsedMs > LONGEST_INTERVAL_MS) return DRY
  if (frame.restless < LEAST_SHARE * frame.considered) return { lasting, falling }
  const next = lasting + (frame.lasting / frame.restless - lasting) * (1 - Math.exp(-frame.elapsedMs / AVERAGED_MS))
  return { lasting: next, falling: falling ? next < DRY_ABOVE : next < FALLING_BELOW }
}

/** In how many frames before, too, a pixel must have changed to count. */
export const stepsToLast = ({ falling }: Precipitation, elapsedMs: number): 0 | 1 | 2 => (!falling ? 0 : elapsedMs > SHORT_INTERVAL_MS ? 1 : 2)
