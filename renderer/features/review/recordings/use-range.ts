import { useMemo } from 'react'
import { useStore } from 'zustand'
import { rangeOf, type Range, type TimelineStore } from '../../../ui/timeline/timeline-store.ts'

/** The marked range of a timeline. */
export function useRange(store: TimelineStore): Range | null {
  const inMs = useStore(store, (state) => state.inMs)
  const outMs = useStore(store, (state) => state.outMs)
  return useMemo(() => rangeOf({ inMs, outMs }), [inMs, outMs])
}
