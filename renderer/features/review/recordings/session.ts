import { create } from 'zustand'
import type { ClipTracks } from '../../../../common/contracts/event.ts'
import { MAX_FOOTAGE_SECONDS, type Footage } from '../../../../common/contracts/footage.ts'
import { footageTracks, openFootage } from '../../../transport/open-footage.ts'
import { canPlay } from '../../../ui/player/codec.ts'

export interface Window {
  readonly fromMs: number
  readonly toMs: number
}

/** What one camera has to show. */
export type Cell =
  | { readonly at: 'opening' }
  | { readonly at: 'open'; readonly footage: Footage; readonly startedMs: number; readonly tracks: ClipTracks | null; readonly asked: Window; /** The engine converts it while it is sent. */ readonly converts: boolean }
  /** Nothing was recorded around that moment. */
  | { readonly at: 'none' }
  | { readonly at: 'failed'; readonly reason: string }

export type OpenCell = Extract<Cell, { at: 'open' }>

interface SessionState {
  readonly cameras: readonly string[]
  readonly cells: Readonly<Record<string, Cell>>
  /** What was asked for of every camera. */
  readonly window: Window | null
  readonly opening: boolean
  readonly playing: boolean
  /** The clock, for what shows it: at most ten times a second. */
  readonly atMs: number | null
  /** Cameras that have a picture at this moment. */
  readonly covered: ReadonlySet<string>
  /** Why it stands, or what was left out. */
  readonly word: string | null
}

const CLOSED: SessionState = { cameras: [], cells: {}, window: null, opening: false, playing: false, atMs: null, covered: new Set<string>(), word: null }

export const useSession = create<SessionState>()(() => CLOSED)

export const closeSession = (): void => {
  asked += 1
  useSession.setState(CLOSED)
}

const BEFORE_MS = 20_000
const AFTER_MS = 600_000
let asked = 0

/** Asks every camera for what it has around a moment. What is open stays until its successor has come. */
export async function openAround(cameras: readonly string[], atMs: number, nowMs: number): Promise<void> {
  const turn = ++asked
  const fromMs = Math.max(atMs - BEFORE_MS, nowMs - 10 * 365 * 86_400_000)
  const window = { fromMs, toMs: Math.min(nowMs, fromMs + Math.min(AFTER_MS, MAX_FOOTAGE_SECONDS * 1000)) }
  const { cells } = useSession.getState()
  useSession.setState({ cameras, window, opening: true, word: null, cells: Object.fromEntries(cameras.map((id) => [id, cells[id] ?? { at: 'opening' }])) })
  await Promise.all(cameras.map(async (camera) => {
    const cell = await openOne(camera, window, atMs)
    if (turn === asked) place(camera, cell)
  }))
  if (turn === asked) useSession.setState({ opening: false })
}

/** What must be converted is opened from the moment on, and not for long: it cannot be sought before it is there. */
const CONVERTED_MS = 90_000

async function openOne(camera: string, asked: Window, atMs: number): Promise<Cell> {
  const { fromMs, toMs } = asked
  const found = await openFootage(camera, asked)
  if (found.at !== 'open') return found
  const converts = !canPlay(found.footage)
  if (converts && toMs - fromMs > CONVERTED_MS + 1_000) return openOne(camera, { fromMs: Math.max(fromMs, atMs - 500), toMs: Math.min(toMs, atMs + CONVERTED_MS) }, atMs)
  return { ...found, tracks: null, asked, converts }
}

/** Its boxes come after it. */
function place(camera: string, cell: Cell): void {
  useSession.setState((state) => ({ cells: { ...state.cells, [camera]: cell } }))
  if (cell.at === 'open') void readTracks(camera, cell.footage.id)
}

async function readTracks(camera: string, id: string): Promise<void> {
  const tracks = await footageTracks(id)
  useSession.setState(({ cells }) => {
    const cell = cells[camera]
    return cell?.at === 'open' && cell.footage.id === id ? { cells: { ...cells, [camera]: { ...cell, tracks } } } : {}
  })
}

/** Opens one camera anew at a moment its footage does not reach to; once at a time. */
export async function openAgain(camera: string, atMs: number): Promise<void> {
  const { window } = useSession.getState()
  if (!window || again.has(camera)) return
  again.add(camera)
  const turn = asked
  const cell = await openOne(camera, window, atMs)
  again.delete(camera)
  if (turn === asked) place(camera, cell)
}

const again = new Set<string>()

export const isWithin = (atMs: number, window: Window | null): boolean => window !== null && atMs >= window.fromMs && atMs < window.toMs
