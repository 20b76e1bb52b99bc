import { create } from 'zustand'
import type { WhyAnswer } from '../../../../common/contracts/why.ts'
import { engine } from '../../../transport/engine.ts'
import { errorText } from '../../../transport/error-text.ts'
import { useTiles } from '../../../stores/tiles.ts'
import { captureTile } from '../../../ui/wall/wall.ts'

/** A spot of a camera's picture at a moment. */
export interface Spot {
  readonly cameraId: string
  readonly point: readonly [number, number]
  readonly atMs: number
}

/** What the tile showed when it was pressed, with its boxes. */
export interface Still {
  readonly cameraId: string
  readonly atMs: number
  readonly width: number
  readonly height: number
  readonly url: string
}

export type WhyState =
  | { readonly at: 'closed' }
  /** Waits for a spot. `focus`: the camera whose picture takes the keys. */
  | { readonly at: 'pick'; readonly focus: string | null }
  | { readonly at: 'asking'; readonly spot: Spot }
  | { readonly at: 'answered'; readonly spot: Spot; readonly answer: WhyAnswer }
  | { readonly at: 'failed'; readonly spot: Spot; readonly reason: string }

export const useWhy = create<{ readonly why: WhyState; readonly still: Still | null }>()(() => ({ why: { at: 'closed' }, still: null }))

const set = (why: WhyState): void => useWhy.setState({ why })

export const openWhy = (focus: string | null = null): void => set({ at: 'pick', focus })
export function closeWhy(): void {
  set({ at: 'closed' })
  keepStill(null)
}
export const spotOf = (why: WhyState): Spot | null => ('spot' in why ? why.spot : null)

/** Asks about a point of what is on the tile right now, and keeps that picture: the tile itself goes on. */
export async function askHere(cameraId: string, point: readonly [number, number]): Promise<void> {
  const facts = useTiles.getState().facts[cameraId]
  const spot: Spot = { cameraId, point, atMs: facts?.capturedAtMs ?? Date.now() }
  set({ at: 'asking', spot })
  // A tile that never showed anything would be waited for.
  const still = facts && facts.painted > 0 ? await stillOf(cameraId) : null
  if (spotOf(useWhy.getState().why) !== spot) return void (still && URL.revokeObjectURL(still.url))
  keepStill(still)
  await ask({ ...spot, atMs: still?.atMs ?? spot.atMs })
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

async function stillOf(cameraId: string): Promise<Still | null> {
  const capture = await captureTile({ cameraId, size: 'source', overlay: true, as: 'png' })
  if (!capture?.png) return null
  return { cameraId, atMs: capture.capturedAtMs, width: capture.width, height: capture.height, url: URL.createObjectURL(capture.png) }
}

function keepStill(still: Still | null): void {
  const { still: before } = useWhy.getState()
  if (before) URL.revokeObjectURL(before.url)
  useWhy.setState({ still })
}
