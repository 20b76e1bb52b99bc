import type { CameraConfig } from '../../../common/contracts/camera-config.ts'
import type { DetectorStatus } from '../../../common/contracts/model.ts'
import type { ReplayNews, ReplayRequest, ReplayRules } from '../../../common/contracts/replay.ts'
import { EditError } from '../../../common/edit-error.ts'
import { formatRegionPath, regionProblems } from '../../../common/rules/region-problems.ts'
import type { Store } from '../../../common/wire/store-messages.ts'
import type { Clock } from '../../ports/clock.ts'
import { replayRules } from './replay-service.ts'
import { propose, rulesOf } from './rules-of.ts'
import type { TrackLog } from './track-log.ts'

export interface ReplayDeskOptions {
  readonly store: Pick<Store, 'openReplay' | 'stepReplay' | 'closeReplay'>
  readonly log: Pick<TrackLog, 'flush'>
  readonly clock: Pick<Clock, 'now'>
  readonly camera: (id: string) => CameraConfig | null
  /** Of the detect picture; null while no frame came. */
  readonly picture: (id: string) => { readonly width: number; readonly height: number } | null
  readonly detector: () => Pick<DetectorStatus, 'state'>
}

const DEFAULT_HOURS = 1
const HOUR_MS = 3_600_000

/** Judges a camera's past hours by proposed rules. Throws an EditError for a request that cannot be carried out. */
export async function* replayCamera({ store, log, clock, camera, picture, detector }: ReplayDeskOptions, id: string, request: ReplayRequest, signal?: AbortSignal): AsyncGenerator<ReplayNews, void, void> {
  const current = camera(id)
  if (!current) throw new EditError('not-found', [`there is no camera "${id}"`])
  const { hours, from, to, ...proposal } = request
  const proposed = propose(current, proposal)
  const problems = regionProblems({ zones: proposed.zones, lines: proposed.lines }, { crossing: 'kept' }).map(({ path, text }) => `${formatRegionPath(path)}: ${text}`)
  if (problems.length > 0) throw new EditError('invalid', problems)
  const toMs = to === undefined ? clock.now() : Date.parse(to)
  const fromMs = from === undefined ? toMs - (hours ?? DEFAULT_HOURS) * HOUR_MS : Date.parse(from)
  if (fromMs >= toMs) throw new EditError('invalid', [`from: expected a time before ${new Date(toMs).toISOString()}, got ${new Date(fromMs).toISOString()}`])
  // What is still in memory belongs to the last hours too.
  await log.flush(id)
  const status = detector()
  const size = picture(id)
  const rules = (of: CameraConfig): ReplayRules => ({ ...rulesOf(of, status), ...(size && { picture: size }) })
  yield* replayRules(store, { camera: id, fromMs, toMs, now: rules(current), proposed: rules(proposed) }, signal)
}
