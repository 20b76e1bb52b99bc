import { create } from 'zustand'
import type { WhyAnswer } from '../../../../common/contracts/why.ts'
import { engine } from '../../../transport/engine.ts'
import { errorText } from '../../../transport/error-text.ts'
import { useTiles } from '../../../stores/tiles.ts'

/** A spot of a camera's picture at a moment. */
export interface Spot {
  readonly cameraId: string
  readonly point: readonly [number, number]
  readonly atMs: number
}

export type WhyState =
  | { readonly at: 'closed' }
  /** Waits for a spot. */
  | { readonly at: 'pick' }
  | { readonly at: 'asking'; readonly spot: Spot }
  | { readonly at: 'answered'; readonly spot: Spot; readonly answer: WhyAnswer }
  | { readonly at: 'failed'; readonly spot: Spot; readonly reason: string }

export const useWhy = create<{ readonly why: WhyState }>()(() => ({ why: { at: 'closed' } }))

const set = (why: WhyState): void => useWhy.setState({ why })

export const openWhy = (): void => set({ at: 'pick' })
export const closeWhy = (): void => set({ at: 'closed' })
export const spotOf = (why: WhyState): Spot | null => ('spot' in why ? why.spot : null)

/** Asks about a point of what is on the tile right now. */
export function askHere(cameraId: string, point: readonly [number, number]): void {
  void ask({ cameraId, point, atMs: useTiles.getState().facts[cameraId]?.capturedAtMs ?? Date.now() })
}

/** Asks; an answer that was overtaken by another question is dropped. */
export async function ask(spot: Spot): Promise<void> {
  set({ at: 'asking', spot })
  const [x, y] = spot.point
  const done = await engine().cameras.why({ id: spot.cameraId, at: new Date(spot.atMs).toISOString(), x, y }).then(
    (answer): WhyState => ({ at: 'answered', spot, answer }),
    (error: unknown): WhyState => ({ at: 'failed', spot, reason: errorText(error) }),
  )
  if (spotOf(useWhy.getState().why) === spot) set(done)
}
