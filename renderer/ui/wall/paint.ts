import type { ViewerFrameHeader } from '../../../common/wire/viewer-frame.ts'
import { drawBoxes } from '../picture/draw-boxes.ts'
import { drawLines, drawZones } from '../picture/draw-regions.ts'
import { placePicture, type Rect } from '../picture/letterbox.ts'
import { openPicture } from './picture-source.ts'
import type { TileLook, TileRegions } from './wall-messages.ts'

/** A frame as it came: its picture and what the analysis says about that very picture. */
export interface Frame {
  readonly header: ViewerFrameHeader
  readonly picture: Uint8Array
  readonly arrivedAtMs: number
}

/** How a tile is drawn right now. */
export interface Scene {
  readonly look: TileLook
  readonly regions: TileRegions
  readonly scale: number
  /** Lines that were crossed a moment ago. */
  readonly flashing: ReadonlySet<string>
}

/** Picture, regions and boxes in one go: nothing of another frame can come between them. Returns where the picture lies. */
export function paintFrame(pen: OffscreenCanvasRenderingContext2D, { header, picture }: Frame, { look, regions, scale, flashing }: Scene): Rect {
  const { width, height } = pen.canvas
  const place = placePicture({ area: { width, height }, picture: header, fit: look.fit })
  if (place.x > 0 || place.y > 0) {
    pen.fillStyle = '#05070A'
    pen.fillRect(0, 0, width, height)
  }
  const source = openPicture(header, picture)
  try {
    pen.imageSmoothingQuality = 'medium'
    pen.drawImage(source.image, place.x, place.y, place.width, place.height)
  } finally {
    source.close()
  }
  if (look.regions) {
    drawZones(pen, regions.zones.map((zone) => ({ name: zone.name ?? zone.id, points: zone.points, occupied: header.occupiedZones.includes(zone.id) })), { picture: place, scale })
    drawLines(pen, regions.lines.map((line) => ({ ...line, name: line.name ?? line.id, crossed: flashing.has(line.id) })), { picture: place, scale })
  }
  if (look.boxes) drawBoxes(pen, header.tracks, { picture: place, scale })
  return place
}
