import { useCallback, useRef, useState } from 'react'
import type { ClipTracks } from '../../../common/contracts/event.ts'

type Reading = () => Promise<ClipTracks>

/**
 * A clip under way may gain pictures before its first ones, where an event before it had stored those behind them sooner: then all its times move, and it is opened again. `again` counts
 * how often.
 */
export function useHead(read: Reading): { readonly again: number; readonly onMore: () => Promise<void> } {
  const [again, setAgain] = useState(0)
  const head = useRef<{ of: Reading; startedAt: string | undefined } | null>(null)
  const onMore = useCallback(async (): Promise<void> => {
    const { startedAt } = await read()
    const moved = head.current?.of === read && head.current.startedAt !== startedAt
    head.current = { of: read, startedAt }
    if (moved) setAgain((before) => before + 1)
  }, [read])
  return { again, onMore }
}
