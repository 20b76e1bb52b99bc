import { create } from 'zustand'
import type { TileFacts } from '../ui/wall/wall-messages.ts'

/** What the wall's worker says about each camera on screen, at most four times a second. */
export const useTiles = create<{ facts: Readonly<Record<string, TileFacts>> }>()(() => ({ facts: {} }))

export function takeFacts(tiles: readonly TileFacts[]): void {
  useTiles.setState(({ facts }) => ({ facts: { ...facts, ...Object.fromEntries(tiles.map((tile) => [tile.cameraId, tile])) } }))
}
