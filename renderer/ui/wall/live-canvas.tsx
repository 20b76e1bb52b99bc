import { useEffect, useEffectEvent, useRef } from 'react'
import './live-canvas.css'
import type { TileLook, TileRegions } from './wall-messages.ts'
import { attachTile, type TileHandle } from './wall.ts'

interface LiveCanvasProps {
  readonly cameraId: string
  readonly label: string
  readonly look: TileLook
  readonly regions: TileRegions
}

/** A camera's live picture. The canvas belongs to the wall's worker; React only gives it a place. */
export function LiveCanvas({ cameraId, label, look, regions }: LiveCanvasProps) {
  const place = useRef<HTMLDivElement>(null)
  const handle = useRef<TileHandle | null>(null)
  const atFirst = useEffectEvent(() => ({ look, regions }))

  useEffect(() => {
    const box = place.current
    if (!box) return
    // Made here and not by React: a canvas can be handed over only once in its life.
    const canvas = document.createElement('canvas')
    box.append(canvas)
    const tile = attachTile({ cameraId, canvas, ...atFirst() })
    handle.current = tile
    const stopSize = followSize(box, tile)
    const stopVisible = followVisible(box, tile)
    return () => {
      stopSize()
      stopVisible()
      tile.detach()
      handle.current = null
      canvas.remove()
    }
  }, [cameraId])

  useEffect(() => handle.current?.look(look), [look])
  useEffect(() => handle.current?.regions(regions), [regions])
  return <div ref={place} className="live-canvas" role="img" aria-label={label} />
}

function followSize(box: HTMLElement, tile: TileHandle): () => void {
  const observer = new ResizeObserver(([entry]) => {
    if (!entry) return
    const exact = entry.devicePixelContentBoxSize?.[0]
    const scale = window.devicePixelRatio
    const width = exact?.inlineSize ?? Math.round(entry.contentRect.width * scale)
    const height = exact?.blockSize ?? Math.round(entry.contentRect.height * scale)
    if (width > 0 && height > 0) tile.size(width, height, scale)
  })
  observer.observe(box)
  return () => observer.disconnect()
}

/** Hidden by scrolling, by an enlarged neighbour or with the whole page: no frames are sent for it. */
function followVisible(box: HTMLElement, tile: TileHandle): () => void {
  let onScreen = true
  const tell = (): void => tile.visible(onScreen && document.visibilityState === 'visible')
  const observer = new IntersectionObserver(([entry]) => {
    onScreen = entry?.isIntersecting ?? true
    tell()
  })
  observer.observe(box)
  document.addEventListener('visibilitychange', tell)
  return () => {
    observer.disconnect()
    document.removeEventListener('visibilitychange', tell)
  }
}
