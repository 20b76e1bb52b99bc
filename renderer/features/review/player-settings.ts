import { create } from 'zustand'
import { persist } from 'zustand/middleware'

export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8] as const
export type Speed = (typeof SPEEDS)[number]

/** How the operator likes clips played; the same for every event. */
export const usePlayerSettings = create<{ speed: Speed; boxes: boolean; path: boolean }>()(persist(
  (): { speed: Speed; boxes: boolean; path: boolean } => ({ speed: 1, boxes: true, path: false }),
  { name: 'vigil.player' },
))

/** The next speed up or down; the ends stay. */
export const otherSpeed = (speed: Speed, by: 1 | -1): Speed => SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, SPEEDS.indexOf(speed) + by))] ?? 1
