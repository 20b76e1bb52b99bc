import type { Event } from '../../../common/contracts/event.ts'
import type { Mask } from '../../../common/contracts/regions.ts'
import type { EpochLine } from './epoch-line.ts'

type Clip = Event['clip']

/**
 * Says of a clip whether the camera's privacy masks are in it; nothing for a camera without. Masks that are added while it is recorded count from
 * then on, and those that are taken away still belong to it.
 */
export function privacyMarker(line: Pick<EpochLine, 'burnedIn'>, masksNow: () => readonly Mask[]): (clip: Clip) => Clip {
  const known = new Map<string, Mask['points']>()
  return (clip) => {
    if (line.burnedIn) return { ...clip, privacy: 'burned-in' }
    for (const { points } of masksNow()) known.set(JSON.stringify(points), points)
    return known.size === 0 ? clip : { ...clip, privacy: 'not-in-clip', privacyMasks: [...known.values()] }
  }
}
