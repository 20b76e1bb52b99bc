import { useCallback, useEffect, useRef, useState } from 'react'
import type { ClipState, ClipTracks, Event } from '../../../common/contracts/event.ts'
import { onEventNews } from '../../stores/events.ts'
import { engine } from '../../transport/engine.ts'
import { errorText } from '../../transport/error-text.ts'

interface Loaded {
  readonly event: Event | null
  readonly problem: string | null
}

/** An event, from the list or from the engine. */
export function useEvent(id: string, known: Event | undefined): Loaded {
  const [fetched, setFetched] = useState<Event | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const event = known ?? fetched

  useEffect(() => {
    if (known) return
    let stale = false
    ask(() => engine().events.get({ id })).then((found) => !stale && setFetched(found), (error: unknown) => !stale && setProblem(errorText(error)))
    const stop = onEventNews((news) => {
      if (news.type === 'event' && news.event.id === id) setFetched(news.event)
      if (news.type === 'removed' && news.id === id) setProblem('It was deleted.')
    })
    return () => {
      stale = true
      stop()
    }
  }, [id, known])
  return { event, problem: event ? null : problem }
}

const NO_TRACKS: ClipTracks = { alignment: { exact: false, errorMs: 0 }, frames: [] }

const hasTracks = (state: ClipState): boolean => state !== 'none' && state !== 'failed'

interface Tracks {
  /** Null until they are read, empty when there are none. */
  readonly tracks: ClipTracks | null
  /** Reads them again: the clip has grown. */
  readonly refresh: () => Promise<ClipTracks>
}

/** The boxes of one part of a clip; read again when the clip came to its end. */
export function useTracks(id: string, state: ClipState | undefined, part: number): Tracks {
  const [known, setKnown] = useState<{ of: string; tracks: ClipTracks } | null>(null)
  const newest = useRef(0)
  const wanted = state !== undefined && hasTracks(state) ? `${id} ${part}` : null
  const refresh = useCallback(async (): Promise<ClipTracks> => {
    const turn = ++newest.current
    const tracks = await ask(() => engine().events.tracks(part === 1 ? { id } : { id, part })).catch(() => NO_TRACKS)
    if (turn === newest.current) setKnown({ of: `${id} ${part}`, tracks })
    return tracks
  }, [id, part])
  useEffect(() => {
    if (state !== undefined && hasTracks(state)) void refresh()
  }, [refresh, state])
  if (wanted === null) return { tracks: state === undefined ? null : NO_TRACKS, refresh }
  // Boxes of another part belong to other frames.
  return { tracks: known?.of === wanted ? known.tracks : null, refresh }
}

/** Also what throws before it asks becomes a rejection. */
const ask = async <T>(question: () => Promise<T>): Promise<T> => question()
