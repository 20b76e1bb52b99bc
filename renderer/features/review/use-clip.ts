import { useEffect, useRef, useState, type RefObject } from 'react'
import type { ClipTracks, Event } from '../../../common/contracts/event.ts'
import { useCovers } from './use-covers.ts'
import { openClip, type OpenClip } from './open-clip.ts'
import { usePlayerSettings } from './player-settings.ts'
import { createPlayerStore, type PlayerStore } from './player-store.ts'

interface Clip {
  readonly video: RefObject<HTMLVideoElement | null>
  readonly canvas: RefObject<HTMLCanvasElement | null>
  readonly store: PlayerStore
  readonly seek: (seconds: number) => void
  readonly toggle: () => void
  readonly pause: () => void
}

const NONE: ClipTracks['frames'] = []

/** Ties a video element, its overlay and the operator's settings together for one event. */
export function useClip(event: Event, tracks: ClipTracks | null): Clip {
  const video = useRef<HTMLVideoElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const clip = useRef<OpenClip | null>(null)
  const [store] = useState(() => createPlayerStore(event.clip.seconds))
  const { boxes, path, speed } = usePlayerSettings()
  const frames = tracks?.frames ?? NONE
  const { trackId } = event
  const covers = useCovers(event)
  const { seconds } = event.clip

  useEffect(() => {
    if (!video.current || !canvas.current) return
    const own = openClip({ video: video.current, canvas: canvas.current, store, trackId, seconds })
    clip.current = own
    return () => own.close()
  }, [store, trackId, seconds])
  useEffect(() => clip.current?.show({ frames, boxes, covers, path }), [frames, boxes, covers, path])
  useEffect(() => clip.current?.setSpeed(speed), [speed])

  return { video, canvas, store, seek: (to) => clip.current?.seek(to), toggle: () => clip.current?.toggle(), pause: () => clip.current?.pause() }
}
