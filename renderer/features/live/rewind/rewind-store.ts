import { create } from 'zustand'
import type { ClipTracks } from '../../../../common/contracts/event.ts'
import type { Footage } from '../../../../common/contracts/footage.ts'
import { nameOfCamera, useCameras } from '../../../stores/cameras.ts'
import { say } from '../../../stores/toasts.ts'
import { footageTracks, openFootage } from '../../../transport/open-footage.ts'

export type Rewind =
  | { readonly at: 'closed' }
  | { readonly at: 'opening'; readonly cameraId: string }
  | { readonly at: 'open'; readonly cameraId: string; readonly footage: Footage; readonly startedMs: number; readonly tracks: ClipTracks | null }

const CLOSED: Rewind = { at: 'closed' }
const SPAN_MS = 60_000

/** One tile at a time looks back. */
export const useRewind = create<{ readonly rewind: Rewind }>()(() => ({ rewind: CLOSED }))

export const closeRewind = (): void => useRewind.setState({ rewind: CLOSED })

const nothingOf = (name: string, cameraId: string): string => {
  const problem = useCameras.getState().status[cameraId]?.rewindProblem ?? null
  return problem === null ? `Nothing of ${name} is kept from the last minute yet.` : `Nothing of ${name} is in memory: ${problem}.`
}

/** The last minute of a camera, from memory or from the store; a word why there is none. */
export async function openRewind(cameraId: string): Promise<void> {
  const opening: Rewind = { at: 'opening', cameraId }
  useRewind.setState({ rewind: opening })
  const nowMs = Date.now()
  const found = await openFootage(cameraId, { fromMs: nowMs - SPAN_MS, toMs: nowMs })
  // Another tile was asked in the meantime, or none any more.
  if (useRewind.getState().rewind !== opening) return
  if (found.at !== 'open') {
    closeRewind()
    const name = nameOfCamera(cameraId)
    return void say({ text: found.at === 'none' ? nothingOf(name, cameraId) : `The last minute of ${name} could not be opened: ${found.reason}`, tone: 'bad' })
  }
  useRewind.setState({ rewind: { ...found, cameraId, tracks: null } })
  const tracks = await footageTracks(found.footage.id)
  const { rewind } = useRewind.getState()
  if (rewind.at === 'open' && rewind.footage.id === found.footage.id) useRewind.setState({ rewind: { ...rewind, tracks } })
}
