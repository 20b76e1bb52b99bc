import { usePlayerSettings } from '../../../ui/player/player-settings.ts'
import { seekTo, stepFrom } from '../../../ui/player/clip-time.ts'
import { positionIn, reset, steer, timeOf, type WallClock } from '../../../ui/player/wall-clock.ts'
import { isWithin, openAgain, openAround, useSession, type OpenCell } from './session.ts'

/** What is on screen of each camera. */
const videos = new Map<string, HTMLVideoElement>()

let clock: WallClock = { atMs: Date.now(), sinceMs: 0, speed: 0 }
let frame = 0
let toldAtMs = 0
/** Since when all wait for one that is not ready. */
let heldSinceMs: number | null = null
const LONGEST_HOLD_MS = 4_000
const TELL_MS = 100
const AHEAD_MS = 2_500

/** Finds the next moment at which one of the cameras was recorded; null where it is not known. */
let findNext: (atMs: number) => number | null = () => null

/** Runs while Recordings are on screen. Returns the stop. */
export function conduct(next: (atMs: number) => number | null): () => void {
  findNext = next
  frame = requestAnimationFrame(beat)
  return () => {
    cancelAnimationFrame(frame)
    findNext = () => null
    clock = { ...clock, speed: 0 }
  }
}

export function joinVideo(camera: string, video: HTMLVideoElement): () => void {
  videos.set(camera, video)
  return () => {
    if (videos.get(camera) === video) videos.delete(camera)
  }
}

export const momentNow = (): number => timeOf(clock, performance.now())

const speedNow = (): number => (useSession.getState().playing ? usePlayerSettings.getState().speed : 0)

/** Goes to a moment; what is not open is opened. */
export function goToMoment(atMs: number, cameras = useSession.getState().cameras): void {
  const { window, cameras: before } = useSession.getState()
  clock = reset(clock, performance.now(), { atMs })
  useSession.setState({ atMs, word: null })
  const same = cameras.length === before.length && cameras.every((id) => before.includes(id))
  if (!same || !isWithin(atMs, window)) void openAround(cameras, atMs, Date.now())
}

export function setPlaying(playing: boolean): void {
  useSession.setState({ playing, word: null })
  clock = reset(clock, performance.now(), { speed: speedNow() })
}

/** One frame of the first camera that has one; a fraction of a second where its frames are not known. */
export function stepMoment(by: 1 | -1): void {
  setPlaying(false)
  const { cameras, cells, covered } = useSession.getState()
  const id = cameras.find((camera) => covered.has(camera))
  const cell = id === undefined ? undefined : cells[id]
  if (!cell || cell.at !== 'open') return
  const at = (momentNow() - cell.startedMs) / 1000
  const frames = cell.tracks?.frames ?? []
  const to = frames.length > 0 ? seekTo(stepFrom(frames, at, by)) : at + by * 0.04
  goToMoment(cell.startedMs + to * 1000)
}

/** The videos follow the clock, and the clock waits for them. */
function beat(now: number): void {
  frame = requestAnimationFrame(beat)
  const { cameras, cells, playing, opening, window } = useSession.getState()
  clock = reset(clock, now, { speed: waits(now, opening) ? 0 : speedNow() })
  const atMs = timeOf(clock, now)
  const covered = new Set<string>()
  for (const camera of cameras) {
    const cell = cells[camera]
    const video = videos.get(camera)
    if (cell?.at !== 'open') continue
    const wanted = positionOf(cell, atMs)
    if (wanted !== null) covered.add(camera)
    else if (cell.converts && !isWithin(atMs, cell.asked) && isWithin(atMs, window)) void openAgain(camera, atMs)
    if (video) follow(video, wanted, playing)
  }
  if (playing && !opening) goOn(atMs, covered.size)
  if (now - toldAtMs < TELL_MS) return
  toldAtMs = now
  tell(atMs, covered)
}

const positionOf = ({ footage, startedMs }: OpenCell, atMs: number): number | null => positionIn({ startedMs, seconds: footage.seconds, gaps: footage.gaps }, atMs)

function waits(now: number, opening: boolean): boolean {
  const { cameras, covered } = useSession.getState()
  const busy = opening || cameras.some((camera) => {
    const video = videos.get(camera)
    return video !== undefined && covered.has(camera) && !video.error && (video.seeking || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA)
  })
  heldSinceMs = busy ? (heldSinceMs ?? now) : null
  // One that never comes does not stop the others.
  return heldSinceMs !== null && (opening || now - heldSinceMs < LONGEST_HOLD_MS)
}

function follow(video: HTMLVideoElement, wanted: number | null, playing: boolean): void {
  if (wanted === null || !playing) {
    if (!video.paused) video.pause()
    if (wanted !== null && !video.seeking && video.readyState > 0 && Math.abs(video.currentTime - wanted) > 0.004 && canSeek(video, wanted)) video.currentTime = wanted
    return
  }
  if (video.seeking) return
  const { seek, rate } = steer({ wanted, current: video.currentTime, speed: usePlayerSettings.getState().speed })
  const jumps = seek !== null && canSeek(video, seek)
  if (jumps) video.currentTime = seek
  // What cannot jump hurries.
  const hurried = seek !== null && !jumps && seek > video.currentTime ? Math.min(16, rate * 2) : rate
  if (Math.abs(video.playbackRate - hurried) > 0.001) video.playbackRate = hurried
  if (video.paused && !video.ended) video.play().catch(() => {})
}

/** A file that is still being made can only be played on. */
function canSeek({ seekable }: HTMLVideoElement, to: number): boolean {
  for (let index = 0; index < seekable.length; index += 1) if (to >= seekable.start(index) && to <= seekable.end(index) + 0.5) return seekable.end(index) > seekable.start(index)
  return false
}

/** At the end of what is open the next is opened; where nothing was recorded it is left out. */
function goOn(atMs: number, covered: number): void {
  const { window, cameras } = useSession.getState()
  const nowMs = Date.now()
  if (!window) return
  if (atMs > nowMs - 1_500) return stopAt('This is the newest footage.')
  if (atMs > window.toMs - AHEAD_MS && window.toMs < nowMs - 5_000) return void openAround(cameras, atMs, nowMs)
  if (covered > 0) return
  const next = findNext(atMs)
  if (next === null) {
    if (atMs > window.toMs - 500) stopAt('Nothing was recorded after this.')
    return
  }
  if (next <= atMs + 400) {
    if (!isWithin(next, window)) goToMoment(next)
    return
  }
  goToMoment(next)
  useSession.setState({ word: 'Nothing was recorded in between; it was left out.' })
}

function stopAt(word: string): void {
  setPlaying(false)
  useSession.setState({ word })
}

function tell(atMs: number, covered: ReadonlySet<string>): void {
  const state = useSession.getState()
  const same = covered.size === state.covered.size && [...covered].every((id) => state.covered.has(id))
  if (!same || state.atMs !== atMs) useSession.setState({ atMs, ...(!same && { covered }) })
}
