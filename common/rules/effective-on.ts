import type { EventKind } from '../contracts/camera-config.ts'
import type { DetectorStatus } from '../contracts/model.ts'

/** Without a model nothing can be named: who asked for objects is told of motion then. Who asked for nothing is told nothing. */
export const effectiveOn = (on: readonly EventKind[], detector: Pick<DetectorStatus, 'state'>, detectEnabled: boolean): readonly EventKind[] =>
  (on.includes('object') && (detector.state === 'motion-only' || !detectEnabled) ? [...new Set([...on, 'motion' as const])] : on)
