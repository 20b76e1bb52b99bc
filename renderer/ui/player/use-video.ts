import { useEffect, useEffectEvent, useRef, useState, type RefObject } from 'react'
import type { Shown } from './draw-overlay.ts'
import { openVideo, type OpenVideo } from './open-video.ts'
import type { Gap } from './parts.ts'
import { usePlayerSettings } from './player-settings.ts'
import { createPlayerStore, type PlayerStore } from './player-store.ts'
import { useZoom } from './use-zoom.ts'

interface VideoSource {
  readonly seconds: number
  readonly gaps: readonly Gap[]
  readonly shown: Shown
  /** The settings' own speed, or none where somebody else keeps the time. */
  readonly ownSpeed?: boolean
  /** The picture may follow the shown track. */
  readonly mayFollow?: boolean
  readonly onEnd?: () => void
  readonly onFail: () => void
  /** A press on the picture. */
  readonly onPress?: () => void
}

export interface Video {
  readonly stage: RefObject<HTMLDivElement | null>
  readonly video: RefObject<HTMLVideoElement | null>
  readonly canvas: RefObject<HTMLCanvasElement | null>
  readonly opened: RefObject<OpenVideo | null>
  readonly store: PlayerStore
}

/** Ties a video element, its overlay and the operator's settings together. */
export function useVideo({ seconds, gaps, shown, ownSpeed = true, mayFollow = false, onEnd, onFail, onPress }: VideoSource): Video {
  const stage = useRef<HTMLDivElement>(null)
  const video = useRef<HTMLVideoElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const opened = useRef<OpenVideo | null>(null)
  const [store] = useState(() => createPlayerStore(seconds))
  const speed = usePlayerSettings((state) => state.speed)
  const follow = usePlayerSettings((state) => state.follow) && mayFollow
  const ended = useEffectEvent(() => onEnd?.())
  const failed = useEffectEvent(() => onFail())

  useEffect(() => {
    if (!video.current || !canvas.current) return
    const own = openVideo({ video: video.current, canvas: canvas.current, store, onEnd: () => ended(), onFail: () => failed() })
    opened.current = own
    return () => {
      own.close()
      opened.current = null
    }
  }, [store])
  useEffect(() => opened.current?.setFile({ seconds, gaps }), [seconds, gaps])
  useEffect(() => opened.current?.show(shown), [shown])
  useEffect(() => opened.current?.follow(follow), [follow])
  useEffect(() => {
    if (ownSpeed) opened.current?.setSpeed(speed)
  }, [speed, ownSpeed])
  useZoom({ area: stage, opened, onPress: () => (onPress ? onPress() : opened.current?.toggle()) })

  return { stage, video, canvas, opened, store }
}
