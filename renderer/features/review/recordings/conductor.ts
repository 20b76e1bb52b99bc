import { usePlayerSettings } from '../../../ui/player/player-settings.ts'
import { seekTo, stepFrom } from '../../../ui/player/clip-time.ts'
import { positionIn, reset, timeOf, type WallClock } from '../../../ui/player/wall-clock.ts'
import { goToNext, isWithin, openAgain, openAround, openNext, useSession, type Cell, type Piece } from './session.ts'
import { follow, isAt, isReady, pauseOthers, reachOf, videoOf } from './videos.ts'

let clock: WallClock = { atMs: Date.now(), sinceMs: 0, speed: 0 }
let frame = 0
let toldAtMs = 0
/** Since when all wait for one that is not ready. */
let heldSinceMs: number | null = null
const LONGEST_HOLD_MS = 4_000
const TELL_MS = 100
const AHEAD_MS = 2_500
/** The next piece of a camera is begun so long before its turn: the converter has to start, and to reach the moment. */
const NEXT_AHEAD_MS = 20_000
/** So far beyond what has been converted is waited for; further on, the conversion begins anew from there. */
const WAITED_FOR_SECONDS = 4

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

export const momentNow = (): number => timeOf(clock, performance.now())

const speedNow = (): number => (useSession.getState().playing ? usePlayerSettings.getState().speed : 0)

/** Goes to a moment; what is not open is opened. */
export function goToMoment(atMs: number, cameras = useSession.getState().cameras): void {
  const { window, cameras: before, cells } = useSession.getState()
  clock = reset(clock, performance.now(), { atMs })
  useSession.setState({ atMs, word: null })
  const same = cameras.length === before.length && cameras.every((id) => before.includes(id))
  if (!same || !isWithin(atMs, window)) return void openAround(cameras, atMs, Date.now())
  for (const camera of cameras) if (!hasMoment(camera, cells[camera], atMs)) void openAgain(camera, atMs)
}

/** False where a camera's piece does not have the moment, or will not have it soon, and another may. */
function hasMoment(camera: string, cell: Cell | undefined, atMs: number): boolean {
  if (cell?.at === 'none') return isWithin(atMs, cell.asked)
  if (cell?.at !== 'open' || !cell.piece.converts) return true
  return [cell.piece, cell.next].some((piece) => {
    if (!piece || !isWithin(atMs, piece.asked)) return false
    const video = videoOf(camera, piece.footage.id)
    return !video || (atMs - piece.startedMs) / 1_000 < reachOf(video) + WAITED_FOR_SECONDS
  })
}

export function setPlaying(playing: boolean): void {
  useSession.setState({ playing, word: null })
  clock = reset(clock, performance.now(), { speed: speedNow() })
}

const FRAME_SECONDS = 0.04

/** One frame of the first camera that has one; a fraction of a second where its frames are not known. */
export function stepMoment(by: 1 | -1): void {
  setPlaying(false)
  const { cameras, cells, covered } = useSession.getState()
  const id = cameras.find((camera) => covered.has(camera))
  const cell = id === undefined ? undefined : cells[id]
  if (!cell || cell.at !== 'open') return
  const { startedMs, tracks } = cell.piece
  const at = (momentNow() - startedMs) / 1000
  const to = stepFrom(tracks?.frames ?? [], at, by)
  // At the end of what is known of its frames it goes on all the same.
  goToMoment(startedMs + (Math.abs(to - at) < 0.002 ? at + by * FRAME_SECONDS : seekTo(to)) * 1000)
}

/** The videos follow the clock, and the clock waits for them. */
function beat(now: number): void {
  frame = requestAnimationFrame(beat)
  const { cameras, playing, opening, window } = useSession.getState()
  clock = reset(clock, now, { speed: waits(now) ? 0 : speedNow() })
  const atMs = timeOf(clock, now)
  const covered = new Set<string>()
  for (const camera of cameras) if (play(camera, atMs)) covered.add(camera)
  if (playing && !opening && window) goOn(atMs, covered.size, window)
  if (now - toldAtMs < TELL_MS) return
  toldAtMs = now
  tell(atMs, covered)
}

const positionOf = ({ footage, startedMs }: Piece, atMs: number): number | null => positionIn({ startedMs, seconds: footage.seconds, gaps: footage.gaps }, atMs)

/** Keeps a camera's videos with the clock; true where it has a picture. */
function play(camera: string, atMs: number): boolean {
  const { cells, playing, window, reopening } = useSession.getState()
  const cell = cells[camera]
  const wide = isWithin(atMs, window) && !reopening.has(camera)
  if (cell?.at === 'none' && wide && !isWithin(atMs, cell.asked)) void openAgain(camera, atMs)
  if (cell?.at !== 'open') return false
  const { piece, next } = cell
  const wanted = positionOf(piece, atMs)
  const video = videoOf(camera, piece.footage.id)
  if (video) follow(video, wanted, playing)
  pauseOthers(camera, [piece.footage.id, next?.footage.id ?? ''])
  if (piece.converts && next) {
    const ahead = positionOf(next, atMs)
    const other = videoOf(camera, next.footage.id)
    if (other && ahead !== null) {
      follow(other, ahead, playing)
      // As soon as both show the same moment; at the end of the old one in any case.
      if (wanted === null || isAt(other, ahead)) goToNext(camera)
      return true
    }
  } else if (piece.converts && window && window.toMs > piece.asked.toMs + 1_000) {
    if (atMs > piece.asked.toMs - NEXT_AHEAD_MS * Math.max(1, usePlayerSettings.getState().speed)) void openNext(camera)
    if (wanted === null && wide && !isWithin(atMs, piece.asked)) void openAgain(camera, atMs)
  }
  return wanted !== null
}

/** Whether the clock stands for somebody who is not ready. */
function waits(now: number): boolean {
  const { cameras, covered, opening, reopening } = useSession.getState()
  const shown = cameras.filter((camera) => covered.has(camera))
  const late = shown.filter(isLate)
  const busy = opening || reopening.size > 0 || late.length > 0
  heldSinceMs = busy ? (heldSinceMs ?? now) : null
  // One that never comes does not stop the others; where all wait, there is nothing to go on with.
  return heldSinceMs !== null && (opening || (late.length > 0 && late.length === shown.length) || now - heldSinceMs < LONGEST_HOLD_MS)
}

function isLate(camera: string): boolean {
  const cell = useSession.getState().cells[camera]
  const own = cell?.at === 'open' ? videoOf(camera, cell.piece.footage.id) : undefined
  if (cell?.at !== 'open' || !own || own.video.error) return false
  const wanted = positionOf(cell.piece, momentNow())
  return !isReady(own) || (wanted !== null && wanted > reachOf(own))
}

/** At the end of what is open the next is opened; where nothing was recorded it is left out. */
function goOn(atMs: number, covered: number, window: { readonly toMs: number }): void {
  const { cameras, reopening } = useSession.getState()
  const nowMs = Date.now()
  if (atMs > nowMs - 1_500) return stopAt('This is the newest footage.')
  if (atMs > window.toMs - AHEAD_MS && window.toMs < nowMs - 5_000) return void openAround(cameras, atMs, nowMs)
  if (covered > 0 || reopening.size > 0) return
  const next = findNext(atMs)
  if (next === null) {
    if (atMs > window.toMs - 500) stopAt('Nothing was recorded after this.')
    return
  }
  if (next <= atMs + 400) {
    if (!isWithin(next, useSession.getState().window)) goToMoment(next)
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
