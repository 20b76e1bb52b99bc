import { useEffect, useState } from 'react'
import type { ClipState, ClipTracks, Event } from '../../../common/contracts/event.ts'
import { onEventNews } from '../../stores/events.ts'
import { engine } from '../../transport/engine.ts'
import { errorText } from '../../transport/error-text.ts'

interface Loaded {
  readonly event: Event | null
  /** null until they are read; empty when there are none. */
  readonly tracks: ClipTracks | null
  readonly problem: string | null
}

const NO_TRACKS: ClipTracks = { alignment: { exact: false, errorMs: 0 }, frames: [] }

const hasTracks = (state: ClipState): boolean => state !== 'none' && state !== 'failed'

/** An event and the boxes of its clip; boxes are read again when the clip came to its end. */
export function useEvent(id: string, known: Event | undefined): Loaded {
  const [fetched, setFetched] = useState<Event | null>(null)
  const [tracks, setTracks] = useState<ClipTracks | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const event = known ?? fetched
  const clipState = event?.clip.state

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

  useEffect(() => {
    if (!clipState || !hasTracks(clipState)) return
    let stale = false
    ask(() => engine().events.tracks({ id })).then((found) => !stale && setTracks(found), () => !stale && setTracks(NO_TRACKS))
    return () => {
      stale = true
    }
  }, [id, clipState])

  return { event, tracks: clipState && !hasTracks(clipState) ? NO_TRACKS : tracks, problem: event ? null : problem }
}

/** Also what throws before it asks becomes a rejection. */
const ask = async <T>(question: () => Promise<T>): Promise<T> => question()
