import { create } from 'zustand'
import type { Event } from '../../../common/contracts/event.ts'

/** The event beside the list, also when the list does not hold it. */
export const useOpenEvent = create<{ event: Event | null }>()(() => ({ event: null }))
