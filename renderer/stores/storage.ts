import { create } from 'zustand'
import type { StorageStatus } from '../../common/contracts/storage.ts'

/** What recordings take and how long that will do; null until the engine says so. */
export const useStorage = create<{ status: StorageStatus | null }>()(() => ({ status: null }))
