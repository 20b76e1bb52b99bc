import type { Point } from '../../../common/frame-result.ts'
import { drawOverlay } from './clip-overlay.ts'
import type { TrackFrames } from './clip-time.ts'
import type { PlayerStore } from './player-store.ts'

interface ClipParts {
  readonly video: HTMLVideoElement
  readonly canvas: HTMLCanvasElement
  readonly store: PlayerStore
  readonly trackId: number
  /** The clip's length as the engine knows it. */
  readonly seconds: number
}

interface Shown {
  readonly frames: TrackFrames
  readonly boxes: boolean
  readonly covers: readonly (readonly Point[])[]
  readonly path: boolean
}

export interface OpenClip {
  show(shown: Shown): void
  seek(seconds: number): void
  toggle(): void
  pause(): void
  setSpeed(speed: number): void
  close(): void
}

const PROBLEM = 'This clip cannot be played here: its video format is not known to this browser, or the file is gone. Export it to look at it elsewhere.'

/** Every presented frame is looked up by its own time and drawn over; what the video is doing goes to the store. */
export function openClip({ video, canvas, store, trackId, seconds }: ClipParts): OpenClip {
  let shown: Shown = { frames: [], boxes: true, covers: [], path: false }
  let presented = 0
  let pending = 0

  const draw = (): void => {
    const drawn = drawOverlay({ canvas, video, seconds: presented, trackId, ...shown })
    // For tests: which frame's boxes lie on the picture right now.
    canvas.dataset['seconds'] = presented.toFixed(4)
    canvas.dataset['boxes'] = String(drawn)
  }
  const onFrame: VideoFrameRequestCallback = (_now, { mediaTime }) => {
    presented = mediaTime
    draw()
    store.setState({ seconds: mediaTime })
    pending = video.requestVideoFrameCallback(onFrame)
  }
  pending = video.requestVideoFrameCallback(onFrame)

  const told = new AbortController()
  const on = (name: keyof HTMLMediaElementEventMap, act: () => void): void => video.addEventListener(name, act, { signal: told.signal })
  const setDuration = (): void => {
    // A fragmented file may not say how long it is; its last frame does.
    const known = Number.isFinite(video.duration) && video.duration > 0
    store.setState({ duration: known ? video.duration : (shown.frames.at(-1)?.pts ?? seconds) })
  }
  on('play', () => store.setState({ playing: true }))
  on('pause', () => store.setState({ playing: false }))
  on('loadeddata', () => store.setState({ ready: true, problem: null }))
  on('durationchange', setDuration)
  // The size is known before the first frame shows: what is to be covered is covered by then.
  on('loadedmetadata', draw)
  on('error', () => store.setState({ problem: PROBLEM, playing: false }))
  const observer = new ResizeObserver(draw)
  observer.observe(canvas)

  return {
    show(next) {
      shown = next
      setDuration()
      draw()
    },
    seek(to) {
      video.currentTime = to
    },
    toggle() {
      // A clip that cannot start says so through its error event.
      if (video.paused) video.play().catch(() => {})
      else video.pause()
    },
    pause: () => video.pause(),
    setSpeed(speed) {
      video.defaultPlaybackRate = speed
      video.playbackRate = speed
    },
    close() {
      video.cancelVideoFrameCallback(pending)
      told.abort()
      observer.disconnect()
    },
  }
}
