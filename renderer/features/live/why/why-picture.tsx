import type { CSSProperties } from 'react'
import { clockTime } from '../../../ui/format.ts'
import { closeUp, ENLARGED } from './close-up.ts'
import { useWhy, type Spot } from './why-store.ts'

/** What was there at the moment asked about, while that moment is the one that was pressed. */
export function WhyPicture({ spot, name }: { readonly spot: Spot; readonly name: string }) {
  const still = useWhy((state) => state.still)
  if (!still || still.cameraId !== spot.cameraId || still.atMs !== spot.atMs) return null
  const { corner, spot: place } = closeUp(spot.point)
  const style: CSSProperties = { width: `${ENLARGED * 100}%`, left: `${-corner[0] * ENLARGED * 100}%`, top: `${-corner[1] * ENLARGED * 100}%` }
  return (
    <figure className="why-picture" style={{ aspectRatio: `${still.width} / ${still.height}` }} data-testid="why-picture">
      <img src={still.url} alt={`The spot of ${name} at ${clockTime(still.atMs)}`} style={style} />
      <span className="why-mark" style={{ left: `${place[0] * 100}%`, top: `${place[1] * 100}%` }} />
    </figure>
  )
}
