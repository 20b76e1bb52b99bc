import { useEffect, useState } from 'react'
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

/** The boxes of one part of a clip: null until they are read, empty when there are none; read again when the clip came to its end. */
export function useTracks(id: string, state: ClipState | undefined, part: number): ClipTracks | null {
  const [tracks, setTracks] = useState<{ of: string; state: ClipState; tracks: ClipTracks } | null>(null)
  const wanted = state !== undefined && hasTracks(state) ? `${id} ${part}` : null
  useEffect(() => {
    if (wanted === null || state === undefined) return
    let stale = false
    const take = (found: ClipTracks): void => {
      if (!stale) setTracks({ of: wanted, state, tracks: found })
    }
    ask(() => engine().events.tracks(part === 1 ? { id } : { id, part })).then(take, () => take(NO_TRACKS))
    return () => {
      stale = true
    }
  }, [id, part, wanted, state])
  if (wanted === null) return state === undefined ? null : NO_TRACKS
  // Boxes of another part belong to other frames.
  return tracks?.of === wanted ? tracks.tracks : null
}

/** Also what throws before it asks becomes a rejection. */
const ask = async <T>(question: () => Promise<T>): Promise<T> => question()
