import { useEffect, useEffectEvent } from 'react'
import { create } from 'zustand'
import { partAtWall, reachOf, type Part } from '../../ui/player/parts.ts'
import type { PlayerStore } from '../../ui/player/player-store.ts'

/** What the player and the timeline below it have in common: one moment, and how far the clip reaches. */
interface OpenClip {
  /** Wall clock of the frame on screen; null while no clip is open. */
  readonly atMs: number | null
  readonly reach: { readonly fromMs: number; readonly toMs: number } | null
  /** Goes to the moment in the clip, or to the end of it that is nearer. */
  readonly seek: ((ms: number) => void) | null
}

const NONE: OpenClip = { atMs: null, reach: null, seek: null }

export const useOpenClip = create<OpenClip>()(() => NONE)

interface SharedMoment {
  readonly parts: readonly Part[]
  readonly part: Part
  readonly store: PlayerStore
  readonly goTo: (part: number, seconds: number) => void
}

/** The player tells where it is, and goes where the timeline says. */
export function useSharedMoment({ parts, part, store, goTo }: SharedMoment): void {
  const go = useEffectEvent(goTo)
  useEffect(() => {
    /** A clip that is being recorded reaches further than was last said of it. */
    const known = (): readonly Part[] => parts.map((each) => (each.number === part.number ? { ...each, seconds: Math.max(each.seconds, store.getState().duration) } : each))
    const tell = (): void => {
      const { seconds } = store.getState()
      useOpenClip.setState({ atMs: part.beginMs + seconds * 1_000, reach: reachOf(known()) })
    }
    const seek = (ms: number): void => {
      const found = partAtWall(known(), ms)
      go(found.part.number, found.seconds)
    }
    useOpenClip.setState({ seek })
    tell()
    return store.subscribe((next, before) => {
      if (next.seconds !== before.seconds || next.duration !== before.duration) tell()
    })
  }, [parts, part, store])
  useEffect(() => () => useOpenClip.setState(NONE), [])
}
