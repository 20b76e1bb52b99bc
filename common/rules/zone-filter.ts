import type { Zone } from '../contracts/regions.ts'
import type { TrackState } from '../frame-result.ts'
import { misfitOf, type PictureSize } from './misfit.ts'

/** What a zone's own filter has against an object that comes in, in words with both figures; null = nothing. */
export function zoneRefusal({ label, medianScore, box }: Pick<TrackState, 'label' | 'medianScore' | 'box'>, { filters }: Pick<Zone, 'filters'>, picture: PictureSize): string | null {
  const filter = filters?.[label]
  if (!filter) return null
  if (filter.minScore !== undefined && medianScore < filter.minScore) return `median ${medianScore.toFixed(2)} < ${filter.minScore.toFixed(2)}`
  return misfitOf(box, filter, picture)
}
