import type { CameraConfig } from '../../../common/contracts/camera-config.ts'
import type { FrameResult } from '../../../common/frame-result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ClipService } from '../clips/clip-service.ts'
import { noEvents, stepEvents, type EventEffect, type EventInput, type EventState } from '../../../common/rules/event-machine.ts'
import type { EventRules } from '../../../common/rules/event-rules.ts'

export interface EventService {
  setCamera(camera: Pick<CameraConfig, 'id' | 'events' | 'record'>, rules: Omit<EventRules, 'events'>): void
  /** Its active events end. */
  removeCamera(cameraId: string): void
  onResult(result: FrameResult): void
  /** The camera's epoch ended, or the analysis died: its active events end. */
  cameraGone(cameraId: string): void
  start(): Promise<() => Promise<void>>
}

interface WatchedCamera {
  readonly camera: Pick<CameraConfig, 'id' | 'events' | 'record'>
  readonly rules: EventRules
}

const TICK_MS = 500

/** Runs one event machine per camera and hands what it decides to the clip service, which stores and tells it. */
export function createEventService({ clips, clock }: { clips: Pick<ClipService, 'onResult' | 'open' | 'update' | 'end'>; clock: Clock }): EventService {
  const cameras = new Map<string, WatchedCamera>()
  const states = new Map<string, EventState>()
  let stopped = false

  const run = (cameraId: string, input: EventInput): void => {
    const [state, effects] = stepEvents(states.get(cameraId) ?? noEvents, input)
    states.set(cameraId, state)
    for (const effect of effects) act(cameraId, effect)
  }
  const act = (cameraId: string, { type, event }: EventEffect): void => {
    if (type === 'update') clips.update(event)
    else if (type === 'end') clips.end(event)
    else {
      const watched = cameras.get(cameraId)
      if (watched) clips.open(event, watched.camera)
    }
  }
  const cameraGone = (cameraId: string): void => {
    if (states.has(cameraId)) run(cameraId, { type: 'camera-gone' })
  }

  return {
    setCamera: (camera, rules) => { cameras.set(camera.id, { camera, rules: { ...rules, events: camera.events } }) },
    removeCamera(cameraId) {
      cameraGone(cameraId)
      cameras.delete(cameraId)
      states.delete(cameraId)
    },
    onResult(result) {
      if (stopped) return
      // First: a clip that this very frame opens looks its time up there.
      clips.onResult(result)
      const watched = cameras.get(result.cameraId)
      if (watched) run(result.cameraId, { type: 'frame', result, rules: watched.rules })
    },
    cameraGone,
    async start() {
      let cancel = (): void => {}
      const tick = (): void => {
        for (const cameraId of states.keys()) run(cameraId, { type: 'tick', nowMs: clock.now() })
        cancel = clock.after(TICK_MS, tick)
      }
      cancel = clock.after(TICK_MS, tick)
      return async () => {
        // A frame that comes late must not open an event nobody will end.
        stopped = true
        cancel()
        for (const cameraId of states.keys()) cameraGone(cameraId)
      }
    },
  }
}
