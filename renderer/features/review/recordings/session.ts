import { create } from 'zustand'
import type { ClipTracks } from '../../../../common/contracts/event.ts'
import { MAX_FOOTAGE_SECONDS, type Footage } from '../../../../common/contracts/footage.ts'
import { footageTracks, openFootage } from '../../../transport/open-footage.ts'
import { canPlay } from '../../../ui/player/codec.ts'

export interface Window {
  readonly fromMs: number
  readonly toMs: number
}

/** One file of a camera's footage. */
export interface Piece {
  readonly footage: Footage
  readonly startedMs: number
  readonly tracks: ClipTracks | null
  readonly asked: Window
  /** The engine converts it while it is sent. */
  readonly converts: boolean
}

/** What one camera has to show. */
export type Cell =
  | { readonly at: 'opening' }
  /** `next`: what is made ready to go on with. */
  | { readonly at: 'open'; readonly piece: Piece; readonly next: Piece | null }
  /** Nothing was recorded around that moment, as far as was asked. */
  | { readonly at: 'none'; readonly asked: Window }
  | { readonly at: 'failed'; readonly reason: string }

interface SessionState {
  readonly cameras: readonly string[]
  readonly cells: Readonly<Record<string, Cell>>
  /** What was asked for of every camera. */
  readonly window: Window | null
  readonly opening: boolean
  /** Cameras that are opened at another moment, each by itself. */
  readonly reopening: ReadonlySet<string>
  readonly playing: boolean
  /** The clock, for what shows it: at most ten times a second. */
  readonly atMs: number | null
  /** Cameras that have a picture at this moment. */
  readonly covered: ReadonlySet<string>
  /** Why it stands, or what was left out. */
  readonly word: string | null
}

const NOBODY: ReadonlySet<string> = new Set<string>()
const CLOSED: SessionState = { cameras: [], cells: {}, window: null, opening: false, reopening: NOBODY, playing: false, atMs: null, covered: NOBODY, word: null }

export const useSession = create<SessionState>()(() => CLOSED)

export const closeSession = (): void => {
  asked += 1
  followed.clear()
  useSession.setState(CLOSED)
}

const BEFORE_MS = 20_000
const AFTER_MS = 600_000
/** A piece that ends sooner than this is not worth keeping. */
const WORTH_MS = 2_000
let asked = 0

/** Asks every camera for what it has around a moment. What is open stays until its successor has come. */
export async function openAround(cameras: readonly string[], atMs: number, nowMs: number): Promise<void> {
  const turn = ++asked
  const fromMs = Math.max(atMs - BEFORE_MS, nowMs - 10 * 365 * 86_400_000)
  const window = { fromMs, toMs: Math.min(nowMs, fromMs + Math.min(AFTER_MS, MAX_FOOTAGE_SECONDS * 1000)) }
  const { cells } = useSession.getState()
  useSession.setState({ cameras, window, opening: true, reopening: NOBODY, word: null, cells: Object.fromEntries(cameras.map((id) => [id, cells[id] ?? { at: 'opening' }])) })
  await Promise.all(cameras.filter((camera) => !goesOn(cells[camera], atMs)).map(async (camera) => {
    const cell = await openOne(camera, window, atMs)
    if (turn === asked) place(camera, cell)
  }))
  if (turn === asked) useSession.setState({ opening: false })
}

/** What is converted has a rhythm of its own: a new window does not end its piece. */
const goesOn = (cell: Cell | undefined, atMs: number): boolean => cell?.at === 'open' && cell.piece.converts && atMs >= cell.piece.asked.fromMs && atMs < cell.piece.asked.toMs - WORTH_MS

/** What must be converted is opened from the moment on, and not for long: nothing of it is there before it is made. */
const CONVERTED_MS = 90_000

async function openOne(camera: string, wanted: Window, atMs: number): Promise<Cell> {
  const { fromMs, toMs } = wanted
  const found = await openFootage(camera, wanted)
  if (found.at === 'none') return { at: 'none', asked: wanted }
  if (found.at === 'failed') return found
  const converts = !canPlay(found.footage)
  if (converts && toMs - fromMs > CONVERTED_MS + 1_000) return openOne(camera, { fromMs: Math.max(fromMs, atMs - 500), toMs: Math.min(toMs, atMs + CONVERTED_MS) }, atMs)
  return { at: 'open', piece: { footage: found.footage, startedMs: found.startedMs, tracks: null, asked: wanted, converts }, next: null }
}

/** Its boxes come after it. */
function place(camera: string, cell: Cell): void {
  useSession.setState((state) => ({ cells: { ...state.cells, [camera]: cell } }))
  if (cell.at === 'open') void readTracks(camera, cell.piece.footage.id)
}

async function readTracks(camera: string, id: string): Promise<void> {
  const tracks = await footageTracks(id)
  const withTracks = <T extends Piece | null>(piece: T): T => (piece?.footage.id === id ? { ...piece, tracks } : piece)
  useSession.setState(({ cells }) => {
    const cell = cells[camera]
    return cell?.at === 'open' ? { cells: { ...cells, [camera]: { ...cell, piece: withTracks(cell.piece), next: withTracks(cell.next) } } } : {}
  })
}

/** Opens one camera anew at a moment its footage does not reach to. */
export async function openAgain(camera: string, atMs: number): Promise<void> {
  const { window, reopening } = useSession.getState()
  if (!window) return
  const turn = asked
  const own = ++again
  latest.set(camera, own)
  useSession.setState({ reopening: new Set([...reopening, camera]) })
  const cell = await openOne(camera, window, atMs)
  // Somebody who drags along the timeline asks many times; only the last counts.
  if (turn !== asked || latest.get(camera) !== own) return
  place(camera, cell)
  useSession.setState((state) => ({ reopening: new Set([...state.reopening].filter((id) => id !== camera)) }))
}

let again = 0
const latest = new Map<string, number>()
/** Pieces whose successor was asked for, once each. */
const followed = new Set<string>()

/** Makes ready what comes after a camera's piece, so that nobody sees where one ends and the other begins. */
export async function openNext(camera: string): Promise<void> {
  const { window, cells } = useSession.getState()
  const cell = cells[camera]
  if (!window || cell?.at !== 'open' || followed.has(`${cell.piece.footage.id} ${window.toMs}`)) return
  const { footage: { id }, asked: { toMs } } = cell.piece
  followed.add(`${id} ${window.toMs}`)
  const next = await openOne(camera, { fromMs: toMs, toMs: Math.min(window.toMs, toMs + CONVERTED_MS) }, toMs)
  if (next.at !== 'open') return
  const now = useSession.getState().cells[camera]
  // Somebody went elsewhere in the meantime.
  if (now?.at !== 'open' || now.piece.footage.id !== id) return
  useSession.setState(({ cells: all }) => ({ cells: { ...all, [camera]: { ...now, next: next.piece } } }))
  void readTracks(camera, next.piece.footage.id)
}

/** From here on what was made ready is what is shown. */
export function goToNext(camera: string): void {
  useSession.setState(({ cells }) => {
    const cell = cells[camera]
    return cell?.at === 'open' && cell.next ? { cells: { ...cells, [camera]: { at: 'open', piece: cell.next, next: null } } } : {}
  })
}

export const isWithin = (atMs: number, window: Window | null): boolean => window !== null && atMs >= window.fromMs && atMs < window.toMs
