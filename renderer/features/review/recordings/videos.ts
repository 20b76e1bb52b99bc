import { usePlayerSettings } from '../../../ui/player/player-settings.ts'
import type { PlayerStore } from '../../../ui/player/player-store.ts'
import { steer } from '../../../ui/player/wall-clock.ts'

/** A piece of a camera's footage on screen, or about to be. */
export interface Joined {
  readonly video: HTMLVideoElement
  readonly store: PlayerStore
}

/** By camera, then by footage: what comes next is made ready beside what is shown. */
const joined = new Map<string, Map<string, Joined>>()

export function joinVideo(camera: string, footageId: string, own: Joined): () => void {
  const all = joined.get(camera) ?? new Map<string, Joined>()
  joined.set(camera, all)
  all.set(footageId, own)
  return () => {
    if (all.get(footageId) === own) all.delete(footageId)
  }
}

export const videoOf = (camera: string, footageId: string): Joined | undefined => joined.get(camera)?.get(footageId)

/** What has been replaced stands until it goes. */
export function pauseOthers(camera: string, kept: readonly string[]): void {
  for (const [id, { video }] of joined.get(camera) ?? []) if (!kept.includes(id) && !video.paused) video.pause()
}

/** So close that nobody sees the two apart. */
const TOGETHER_SECONDS = 0.1

export const isReady = ({ video }: Joined): boolean => !video.seeking && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA

export const isAt = (own: Joined, seconds: number): boolean => isReady(own) && Math.abs(own.video.currentTime - seconds) < TOGETHER_SECONDS

/** How far a file that is still being made reaches, seconds; everything where it is complete. */
export const reachOf = ({ store }: Joined): number => store.getState().reachable ?? Infinity

function canSeek(own: Joined, to: number): boolean {
  const { video } = own
  if (to > reachOf(own)) return false
  for (let index = 0; index < video.seekable.length; index += 1) {
    if (to >= video.seekable.start(index) && to <= video.seekable.end(index) + 0.5) return video.seekable.end(index) > video.seekable.start(index)
  }
  return false
}

/** Keeps a video where the clock wants it; null: it has nothing there. */
export function follow(own: Joined, wanted: number | null, playing: boolean): void {
  const { video } = own
  if (wanted === null || !playing) {
    if (!video.paused) video.pause()
    if (wanted !== null && !video.seeking && video.readyState > 0 && Math.abs(video.currentTime - wanted) > 0.004 && canSeek(own, wanted)) video.currentTime = wanted
    return
  }
  if (video.seeking) return
  const { seek, rate } = steer({ wanted, current: video.currentTime, speed: usePlayerSettings.getState().speed })
  const jumps = seek !== null && canSeek(own, seek)
  if (jumps) video.currentTime = seek
  // What cannot jump hurries.
  const hurried = seek !== null && !jumps && seek > video.currentTime ? Math.min(16, rate * 2) : rate
  if (Math.abs(video.playbackRate - hurried) > 0.001) video.playbackRate = hurried
  if (video.paused && !video.ended) video.play().catch(() => {})
}
