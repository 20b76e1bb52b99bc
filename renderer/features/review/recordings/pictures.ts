import type { RefObject } from 'react'
import type { Shown } from '../../../ui/player/draw-overlay.ts'
import type { PlayerStore } from '../../../ui/player/player-store.ts'

interface Picture {
  readonly video: RefObject<HTMLVideoElement | null>
  readonly shown: Shown
  readonly store: PlayerStore
}

const joined = new Map<string, Picture>()

/** What each camera shows right now, for saving it. */
export const pictures = {
  of: (camera: string): Picture | undefined => joined.get(camera),
  join(camera: string, picture: Picture): () => void {
    joined.set(camera, picture)
    return () => {
      if (joined.get(camera) === picture) joined.delete(camera)
    }
  },
}
