import type { CameraStatus } from '../../common/contracts/camera-status.ts'
import type { Notice } from '../../common/contracts/system.ts'

/** Something an operator should know, in words, with the way to where it can be put right. */
export interface Concern {
  readonly id: string
  readonly level: Notice['level']
  readonly text: string
  readonly cameraId: string | null
}

const RANK = { alert: 0, warn: 1, info: 2 } as const
const TROUBLED = new Set<CameraStatus['state']>(['failed', 'backoff', 'stalled'])

/** The engine's notices and every troubled camera nobody spoke of yet; the worst first. */
export function concernsOf(notices: readonly Notice[], statuses: readonly CameraStatus[]): readonly Concern[] {
  const spokenOf = new Set(notices.map((notice) => notice.cameraId))
  const cameras = statuses
    .filter((status) => status.enabled && TROUBLED.has(status.state) && !spokenOf.has(status.id))
    .map((status): Concern => ({
      id: `camera-${status.id}`,
      level: status.state === 'stalled' ? 'warn' : 'alert',
      text: `${status.name}: ${status.stateReason ?? 'no picture right now'}`,
      cameraId: status.id,
    }))
  return [...notices, ...cameras].toSorted((a, b) => RANK[a.level] - RANK[b.level])
}
