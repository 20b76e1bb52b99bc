import { useEffect } from 'react'
import type { Camera } from '../../../common/contracts/camera-status.ts'
import { go, swap, useRoute } from '../../stores/route.ts'
import { gridOf, layoutFor, pageOf, type Layout } from './layout.ts'
import { useLive } from './live-store.ts'
import { Tile } from './tile.tsx'
import { useWallKeys } from './use-wall-keys.ts'

/** The tiles of one page; an enlarged one hides the others but leaves them standing. */
export function Wall({ cameras }: { readonly cameras: readonly Camera[] }) {
  const { layout: chosen, page, selected } = useLive()
  const large = useRoute((state) => state.route.rest[0] ?? null)
  const layout: Layout = chosen ?? layoutFor(cameras.length)
  const paged = pageOf(cameras, layout, page)
  const enlarged = cameras.find((camera) => camera.id === large) ?? null
  // A camera of another page may be enlarged by its address.
  const shown = enlarged && !paged.includes(enlarged) ? [...paged, enlarged] : paged
  const { columns, rows } = gridOf(paged.length, layout)
  useWallKeys({ cameras, paged, layout, columns, enlarged: enlarged?.id ?? null })

  useEffect(() => {
    if (!paged.some((camera) => camera.id === selected) && !enlarged) useLive.setState({ selected: paged[0]?.id ?? null })
  }, [paged, selected, enlarged])
  useEffect(() => {
    if (enlarged) useLive.setState({ selected: enlarged.id })
    else if (large && cameras.length > 0) swap('live')
  }, [enlarged, large, cameras.length])

  return (
    <div
      className="wall" data-testid="wall"
      style={enlarged ? { gridTemplate: 'minmax(0, 1fr) / minmax(0, 1fr)' } : { gridTemplate: `repeat(${rows}, minmax(0, 1fr)) / repeat(${columns}, minmax(0, 1fr))` }}
    >
      {shown.map((camera) => (
        <Tile
          key={camera.id} camera={camera} selected={camera.id === selected} large={camera === enlarged} hidden={enlarged !== null && camera !== enlarged}
          onEnlarge={() => (camera === enlarged ? go('live') : go('live', camera.id))}
        />
      ))}
    </div>
  )
}
