import type { ClipTracks } from '../../common/contracts/event.ts'
import type { Footage } from '../../common/contracts/footage.ts'
import { engine } from './engine.ts'
import { errorText, isUnknownToEngine } from './error-text.ts'

export type OpenedFootage =
  | { readonly at: 'open'; readonly footage: Footage; readonly startedMs: number }
  /** Nothing was recorded in that time. */
  | { readonly at: 'none' }
  | { readonly at: 'failed'; readonly reason: string }

/** What was recorded of a camera between two moments, milliseconds since 1970. Never rejects. */
export async function openFootage(camera: string, { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): Promise<OpenedFootage> {
  if (toMs - fromMs < 1_000) return { at: 'none' }
  try {
    const footage = await engine().footage.open({ camera, from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() })
    return { at: 'open', footage, startedMs: Date.parse(footage.startedAt) }
  } catch (error) {
    if (isUnknownToEngine(error)) return { at: 'failed', reason: 'This engine cannot play what was recorded. A newer one can.' }
    return (error as { code?: unknown } | null)?.code === 'NOT_FOUND' ? { at: 'none' } : { at: 'failed', reason: errorText(error) }
  }
}

/** The boxes of opened footage; null where there are none to be had: it is footage all the same. Never rejects. */
export async function footageTracks(id: string): Promise<ClipTracks | null> {
  try {
    return await engine().footage.tracks({ id })
  } catch {
    return null
  }
}
