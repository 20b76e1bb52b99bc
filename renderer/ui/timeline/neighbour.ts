import { say, sayError } from '../../stores/toasts.ts'
import { engine } from '../../transport/engine.ts'

/** The nearest event before or after a moment; says so where there is none. */
export async function neighbourOf(cameras: readonly string[], atMs: number, direction: 'next' | 'previous'): Promise<{ startedMs: number; camera: string; id: string } | null> {
  if (cameras.length === 0) return null
  try {
    const found = await engine().footage.neighbour({ cameras: [...cameras], at: new Date(atMs).toISOString(), direction })
    if (!found) say({ text: direction === 'next' ? 'There is no later event.' : 'There is no earlier event.' })
    return found
  } catch (error) {
    sayError(error)
    return null
  }
}
