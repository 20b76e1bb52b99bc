import { createStore } from 'zustand'

/** One player's moving parts; the picture and the boxes do not pass through here. */
export interface PlayerState {
  readonly playing: boolean
  /** The presented frame's own time, seconds. */
  readonly seconds: number
  readonly duration: number
  readonly ready: boolean
  /** So far can be sought while the file is still being made; null: everywhere. */
  readonly reachable: number | null
  readonly problem: string | null
  readonly zoomed: boolean
}

export type PlayerStore = ReturnType<typeof createPlayerStore>

export const createPlayerStore = (duration: number) =>
  createStore<PlayerState>()(() => ({ playing: false, seconds: 0, duration, ready: false, reachable: null, problem: null, zoomed: false }))
