import type { DetectConfig, PoolConfig } from '../../../common/contracts/camera-config.ts'

export type Tier = 'live' | 'balanced' | 'batch'

/** What a camera may ask of the detector, as inference servers grade their clients. */
export interface TierLimits {
  /** Frames that may wait; one more and the oldest of them is superseded. */
  readonly queue: number
  /** Inferences one frame may cost: the whole picture, crops, and a box that a crop cut through. */
  readonly runsPerFrame: number
  /** Lower goes first. */
  readonly rank: number
}

/**
 * live: the newest frame or none, one inference a frame, so that nothing is ever late for the sake of something else. balanced: a short
 * queue and a second inference where it finds more. batch: nothing is dropped and the reader waits, the file can.
 */
export const TIERS: Readonly<Record<Tier, TierLimits>> = {
  live: { queue: 1, runsPerFrame: 1, rank: 0 },
  balanced: { queue: 3, runsPerFrame: 2, rank: 1 },
  batch: { queue: Infinity, runsPerFrame: 4, rank: 2 },
}

/** Files at full speed are batch whatever is asked: their reader waits instead of dropping. */
export function tierOf({ detect, pool }: { detect: Pick<DetectConfig, 'tier'>; pool: Pick<PoolConfig, 'policy'> }): Tier {
  if (pool.policy === 'never') return 'batch'
  return detect.tier === 'auto' ? 'live' : detect.tier
}

/** Share of the detector when there is not enough of it for all. */
export const PRIORITY_WEIGHT: Readonly<Record<DetectConfig['priority'], number>> = { low: 1, normal: 2, high: 4 }
