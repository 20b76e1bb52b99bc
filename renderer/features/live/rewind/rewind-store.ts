import { create } from 'zustand'
import type { ClipTracks } from '../../../../common/contracts/event.ts'
import type { Footage } from '../../../../common/contracts/footage.ts'
import { nameOfCamera, useCameras } from '../../../stores/cameras.ts'
import { engine } from '../../../transport/engine.ts'
import { errorText } from '../../../transport/error-text.ts'
import { nothingWords } from './nothing-words.ts'

export const REWIND_SECONDS = 60

type Rewind =
  | { readonly at: 'live' }
  | { readonly at: 'opening'; readonly camera: string }
  | { readonly at: 'open'; readonly camera: string; readonly footage: Footage; readonly tracks: ClipTracks | null }
  | { readonly at: 'nothing'; readonly camera: string; readonly reason: string }

/** One tile at a time looks back. */
export const useRewind = create<{ rewind: Rewind }>()(() => ({ rewind: { at: 'live' } }))

let asked = 0

export const rewinds = (camera: string): boolean => {
  const { rewind } = useRewind.getState()
  return rewind.at !== 'live' && rewind.camera === camera
}

export function backToLive(): void {
  asked += 1
  useRewind.setState({ rewind: { at: 'live' } })
}

/** Opens the last minute of a camera in its tile. */
export async function openRewind(camera: string): Promise<void> {
  const turn = ++asked
  useRewind.setState({ rewind: { at: 'opening', camera } })
  const now = Date.now()
  try {
    const footage = await engine().footage.open({ camera, from: new Date(now - REWIND_SECONDS * 1000).toISOString(), to: new Date(now).toISOString() })
    if (turn !== asked) return
    useRewind.setState({ rewind: { at: 'open', camera, footage, tracks: null } })
    const tracks = await engine().footage.tracks({ id: footage.id })
    if (turn === asked) useRewind.setState({ rewind: { at: 'open', camera, footage, tracks } })
  } catch (error) {
    // Without boxes it is still worth a look.
    if (turn !== asked || useRewind.getState().rewind.at === 'open') return
    const missing = (error as { code?: unknown } | null)?.code === 'NOT_FOUND'
    const reason = missing ? nothingWords(nameOfCamera(camera), useCameras.getState().status[camera] ?? null) : errorText(error)
    useRewind.setState({ rewind: { at: 'nothing', camera, reason } })
  }
}

export const toggleRewind = (camera: string): void => (rewinds(camera) ? backToLive() : void openRewind(camera))
