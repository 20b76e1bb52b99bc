import type { CameraConfig } from '../../../common/contracts/camera-config.ts'
import type { ReplayProposal, ReplayRules } from '../../../common/contracts/replay.ts'
import type { DetectorStatus } from '../../../common/contracts/model.ts'
import { effectiveOn } from '../../../common/rules/effective-on.ts'

/** The rules of a camera as a replay takes them. */
export function rulesOf({ detect, zones, lines, events }: Pick<CameraConfig, 'detect' | 'zones' | 'lines' | 'events'>, detector: Pick<DetectorStatus, 'state'>): ReplayRules {
  const { fps, minScore, threshold, filters } = detect
  return { zones, lines, events, detect: { fps, minScore, threshold, filters }, effectiveOn: [...effectiveOn(events.on, detector, detect.enabled)] }
}

/** The camera as it would be; what is not proposed stays. */
export const propose = (camera: CameraConfig, { zones, lines, detect, events }: ReplayProposal): CameraConfig => ({
  ...camera, zones: zones ?? camera.zones, lines: lines ?? camera.lines, detect: { ...camera.detect, ...given(detect) }, events: { ...camera.events, ...given(events) },
})

/** Without keys whose value is undefined: those would hide what is there. */
const given = <T extends object>(part: T | undefined): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(part ?? {}).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> }
