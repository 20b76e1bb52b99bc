import { create } from 'zustand'
import { persist } from 'zustand/middleware'

const NOBODY = 'operator'

/** Who sits at this console; kept in the browser, told to the engine with every review. */
export const useOperator = create<{ name: string }>()(persist(() => ({ name: NOBODY }), { name: 'vigil.operator' }))

/** An empty name is the house's own; longer ones than the engine takes are cut. */
export const tidyName = (text: string): string => text.trim().slice(0, 60) || NOBODY

export const operatorName = (): string => tidyName(useOperator.getState().name)
