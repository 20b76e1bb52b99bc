import { create } from 'zustand'
import type { LinkState } from '../transport/engine.ts'

/** How the way to the engine is right now. */
export const useLink = create<{ state: LinkState; wasOpen: boolean; knock: () => void }>()(() => ({
  state: { at: 'connecting' },
  wasOpen: false,
  knock: () => {},
}))
