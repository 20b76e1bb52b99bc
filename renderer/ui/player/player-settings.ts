import { create } from 'zustand'
import { persist } from 'zustand/middleware'

export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8] as const
export type Speed = (typeof SPEEDS)[number]

interface PlayerSettings {
  readonly speed: Speed
  readonly boxes: boolean
  /** Where the object went. */
  readonly path: boolean
  /** The camera's zones and tripwires. */
  readonly regions: boolean
  readonly loop: boolean
  /** The picture follows the event's object. */
  readonly follow: boolean
}

/** How the operator likes footage played; the same everywhere. */
export const usePlayerSettings = create<PlayerSettings>()(persist(
  (): PlayerSettings => ({ speed: 1, boxes: true, path: false, regions: false, loop: false, follow: false }),
  { name: 'vigil.player' },
))

type Switch = 'boxes' | 'path' | 'regions' | 'loop' | 'follow'

export function turn(what: Switch): void {
  usePlayerSettings.setState((state) => ({ [what]: !state[what] }))
}

/** The next speed up or down; the ends stay. */
export const otherSpeed = (speed: Speed, by: 1 | -1): Speed => SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, SPEEDS.indexOf(speed) + by))] ?? 1

export function changeSpeed(by: 1 | -1): void {
  usePlayerSettings.setState(({ speed }) => ({ speed: otherSpeed(speed, by) }))
}
