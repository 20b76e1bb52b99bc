import { createStore } from 'zustand'
import type { Replay, ReplayedEvent } from '../../../../common/contracts/replay.ts'
import { engine } from '../../../transport/engine.ts'
import { errorText } from '../../../transport/error-text.ts'
import { isMask, regionsOf, sameText, type Shape } from './shapes.ts'

export const TRIAL_HOURS = [1, 6, 24] as const
export type TrialHours = (typeof TRIAL_HOURS)[number]

export type Trial =
  | { readonly at: 'idle' }
  | { readonly at: 'running'; readonly done: number; readonly total: number }
  | { readonly at: 'done'; readonly replay: Replay; readonly tried: string; readonly hours: TrialHours }
  | { readonly at: 'failed'; readonly problem: string }

export interface TrialState {
  readonly open: boolean
  readonly hours: TrialHours
  readonly trial: Trial
  /** The event whose box lies on the picture. */
  readonly chosen: ReplayedEvent | null
}

export type TrialStore = ReturnType<typeof createTrial>

/** Trying what is drawn, saved or not, on the camera's last hours. One at a time: a new run takes the place of the one under way. */
export function createTrial(cameraId: string) {
  const store = createStore<TrialState>()(() => ({ open: false, hours: 1, trial: { at: 'idle' }, chosen: null }))
  let running: AbortController | null = null

  async function run(shapes: readonly Shape[]): Promise<void> {
    running?.abort()
    const own = new AbortController()
    running = own
    const { hours } = store.getState()
    store.setState({ trial: { at: 'running', done: 0, total: 0 }, chosen: null })
    try {
      const { zones, lines } = regionsOf(shapes)
      for await (const news of await engine().rules.replay({ id: cameraId, hours, zones, lines }, { signal: own.signal })) {
        if (own.signal.aborted) return
        store.setState({ trial: news.type === 'progress' ? { at: 'running', done: news.done, total: news.total } : { at: 'done', replay: news.replay, tried: textOf(shapes), hours } })
      }
    } catch (error) {
      if (!own.signal.aborted) store.setState({ trial: { at: 'failed', problem: errorText(error) } })
    }
  }

  return {
    ...store,
    run,
    cancel(): void {
      running?.abort()
      store.setState({ trial: { at: 'idle' } })
    },
    show: (open: boolean): void => store.setState({ open, chosen: null }),
    choose: (chosen: ReplayedEvent | null): void => store.setState({ chosen }),
    /** The hours of the next run. */
    takeHours: (hours: TrialHours): void => store.setState({ hours }),
  }
}

/** What decides a trial's outcome: masks do not. */
export const textOf = (shapes: readonly Shape[]): string => sameText(shapes.filter((shape) => !isMask(shape)))
