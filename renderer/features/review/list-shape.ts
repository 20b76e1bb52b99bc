import { create } from 'zustand'

/** How the list lies on screen, for keys that walk it. */
export const useListShape = create<{ columns: number }>()(() => ({ columns: 1 }))
