import { create } from 'zustand'
import type { SystemStatus } from '../../common/contracts/system.ts'

/** The engine's own state, sent whole whenever it changes. */
export const useSystem = create<{ status: SystemStatus | null }>()(() => ({ status: null }))
