import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { TileLook } from '../../ui/wall/wall-messages.ts'
import type { Layout } from './layout.ts'

interface LiveState {
  /** null until the operator chose: then it follows the number of cameras. */
  readonly layout: Layout | null
  readonly page: number
  readonly selected: string | null
  readonly look: TileLook
  /** Figures on every tile. */
  readonly info: boolean
  /** The selected camera's figures below the wall. */
  readonly numbers: boolean
  /** Newest events at the side. */
  readonly events: boolean
}

export const useLive = create<LiveState>()(persist(
  (): LiveState => ({ layout: null, page: 0, selected: null, look: { boxes: true, regions: true, fit: 'contain' }, info: false, numbers: false, events: true }),
  { name: 'vigil.live', partialize: ({ layout, look, info, numbers, events }) => ({ layout, look, info, numbers, events }) },
))

export function setLook(change: Partial<TileLook>): void {
  useLive.setState(({ look }) => ({ look: { ...look, ...change } }))
}

export function toggle(what: 'info' | 'numbers' | 'events'): void {
  useLive.setState((state) => ({ [what]: !state[what] }))
}
