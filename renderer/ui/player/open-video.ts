import { placePicture, type Rect } from '../picture/letterbox.ts'
import { nearestFrame, seekTo, stepFrom } from './clip-time.ts'
import { drawOverlay, NOTHING_SHOWN, type Shown } from './draw-overlay.ts'
import { afterGap, type Gap } from './parts.ts'
import type { PlayerStore } from './player-store.ts'
import { approach, placeView, viewOfBox, WHOLE, type Size, type View } from './view.ts'

interface VideoParts {
  readonly video: HTMLVideoElement
  readonly canvas: HTMLCanvasElement
  readonly store: PlayerStore
  readonly onEnd: () => void
  /** It cannot be decoded, or is gone. */
  readonly onFail: () => void
}

interface VideoFile {
  /** The length as the engine knows it. */
  readonly seconds: number
  /** What playing skips. */
  readonly gaps: readonly Gap[]
}

export interface OpenVideo {
  setFile(file: VideoFile): void
  show(shown: Shown): void
  /** The picture follows this track. */
  follow(on: boolean): void
  seek(seconds: number): void
  /** One frame on or back, and it stands. */
  step(by: 1 | -1): void
  /** Where the next file begins. */
  beginAt(seconds: number): void
  /** Another address for what is played; it goes on where it stands. */
  attach(url: string): void
  /** It cannot be played. */
  fail(): void
  toggle(): void
  play(): void
  setSpeed(speed: number): void
  /** Only what has come can be sought: the file is still being made. */
  setGrowing(growing: boolean): void
  /** How the picture lies in its area, CSS pixels. */
  placing(): { whole: Rect; area: Size }
  view(): View
  setView(view: View): void
  close(): void
}

/** Every presented frame is looked up by its own time and drawn over; what the video is doing goes to the store. */
export function openVideo({ video, canvas, store, onEnd, onFail }: VideoParts): OpenVideo {
  let file: VideoFile = { seconds: 0, gaps: [] }
  let begin: number | null = null
  let shown = NOTHING_SHOWN
  let follows = false
  let growing = false
  let view = WHOLE
  let presented = 0
  let drawnAtMs = 0
  let pending = 0

  const placing = (): { whole: Rect; area: Size } => {
    const area = { width: canvas.clientWidth, height: canvas.clientHeight }
    return { area, whole: placePicture({ area, picture: { width: video.videoWidth, height: video.videoHeight }, fit: 'contain' }) }
  }
  const draw = (): void => {
    const scale = window.devicePixelRatio
    const { whole, area } = placing()
    const width = Math.round(area.width * scale)
    const height = Math.round(area.height * scale)
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
    const pen = canvas.getContext('2d')
    if (!pen) return
    pen.clearRect(0, 0, width, height)
    if (video.videoWidth === 0) return
    const place = placeView(view, whole, area)
    video.style.transform = view.zoom === 1 ? '' : `translate(${place.x - view.zoom * whole.x}px, ${place.y - view.zoom * whole.y}px) scale(${view.zoom})`
    const picture = { x: place.x * scale, y: place.y * scale, width: place.width * scale, height: place.height * scale }
    const drawn = drawOverlay(pen, shown, presented, { picture, scale })
    // For tests: which frame's boxes lie on the picture right now.
    canvas.dataset['seconds'] = presented.toFixed(4)
    canvas.dataset['boxes'] = String(drawn)
  }
  const setView = (next: View): void => {
    view = next
    if (store.getState().zoomed !== next.zoom > 1) store.setState({ zoomed: next.zoom > 1 })
    draw()
  }
  /** Where to look so that the object is in the middle; where it was last while it is not in the picture. */
  const followed = (): View => {
    for (let index = nearestFrame(shown.frames, presented); index >= 0; index -= 1) {
      const box = shown.frames[index]?.boxes.find(([id]) => id === shown.trackId)
      if (box) return viewOfBox([box[3], box[4], box[5], box[6]])
    }
    return WHOLE
  }
  const onFrame: VideoFrameRequestCallback = (now, { mediaTime }) => {
    presented = mediaTime
    if (follows) view = approach(view, followed(), video.paused ? 10 : (now - drawnAtMs) / 1000)
    drawnAtMs = now
    draw()
    store.setState({ seconds: mediaTime, ...(follows && { zoomed: view.zoom > 1 }) })
    pending = video.requestVideoFrameCallback(onFrame)
  }
  pending = video.requestVideoFrameCallback(onFrame)

  const reach = (): void => {
    const reachable = growing ? (video.buffered.length > 0 ? video.buffered.end(video.buffered.length - 1) : 0) : null
    if (reachable !== store.getState().reachable) store.setState({ reachable })
  }
  const told = new AbortController()
  const on = (name: keyof HTMLMediaElementEventMap, act: () => void): void => video.addEventListener(name, act, { signal: told.signal })
  const setDuration = (): void => {
    // A fragmented file may not say how long it is, and one still being made is not as long yet.
    const known = Number.isFinite(video.duration) && video.duration > 0 && !growing
    store.setState({ duration: known ? video.duration : Math.max(file.seconds, shown.frames.at(-1)?.pts ?? 0) })
  }
  on('play', () => store.setState({ playing: true }))
  on('pause', () => store.setState({ playing: false }))
  on('loadeddata', () => store.setState({ ready: true, problem: null }))
  on('durationchange', setDuration)
  // The size is known before the first frame shows: what is to be covered is covered by then.
  on('loadedmetadata', () => {
    if (begin !== null) video.currentTime = begin
    begin = null
    draw()
  })
  on('progress', reach)
  on('timeupdate', () => {
    reach()
    const next = video.paused ? null : afterGap(file.gaps, video.currentTime, video.duration)
    if (next !== null) video.currentTime = next
  })
  on('ended', onEnd)
  on('error', onFail)
  const observer = new ResizeObserver(draw)
  observer.observe(canvas)

  const seek = (to: number): void => {
    const { reachable } = store.getState()
    video.currentTime = reachable === null ? to : Math.min(to, Math.max(0, reachable - 0.1))
  }

  return {
    setFile(next) {
      file = next
      setDuration()
    },
    show(next) {
      shown = next
      setDuration()
      draw()
    },
    follow(next) {
      if (next === follows) return
      follows = next
      setView(next ? (video.paused ? followed() : view) : WHOLE)
    },
    seek,
    step(by) {
      video.pause()
      seek(seekTo(stepFrom(shown.frames, store.getState().seconds, by)))
    },
    beginAt(to) {
      begin = to
    },
    attach(url) {
      if (video.currentTime > 0) begin ??= video.currentTime
      // What was stopped does not start again by itself.
      if (video.readyState === HTMLMediaElement.HAVE_ENOUGH_DATA && video.paused) video.autoplay = false
      video.src = url
    },
    fail: onFail,
    toggle() {
      // A video that cannot start says so through its error event.
      if (video.paused) video.play().catch(() => {})
      else video.pause()
    },
    play: () => void video.play().catch(() => {}),
    setSpeed(speed) {
      video.defaultPlaybackRate = speed
      video.playbackRate = speed
    },
    setGrowing(next) {
      growing = next
      reach()
      setDuration()
    },
    placing,
    view: () => view,
    setView,
    close() {
      video.cancelVideoFrameCallback(pending)
      told.abort()
      observer.disconnect()
    },
  }
}
