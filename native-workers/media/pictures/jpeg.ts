import type sharp from 'sharp'
import type { TrackState } from '../../../common/frame-result.ts'

let encoder: Promise<typeof sharp> | null = null

/** Called by who will make pictures soon, so that the first one does not have to wait. Who analyses a file makes none and need not load libvips. */
export function prepareJpeg(): Promise<typeof sharp> {
  encoder ??= import('sharp').then(({ default: loaded }) => {
    // Picture work is rare (an event, a snapshot); one thread keeps it from crowding out inference.
    loaded.concurrency(1)
    loaded.cache(false)
    return loaded
  })
  return encoder
}

export interface PictureToEncode {
  readonly width: number
  readonly height: number
  /** I420; read before the first await, so the caller's lease may end as soon as the call returns. */
  readonly i420: Uint8Array
  readonly boxes: readonly Pick<TrackState, 'box' | 'label' | 'score' | 'trackId'>[]
}

export async function encodeJpeg(picture: PictureToEncode): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height } = picture
  const rgb = i420ToRgb(picture.i420, width, height)
  let image = (await prepareJpeg())(rgb, { raw: { width, height, channels: 3 } })
  if (picture.boxes.length > 0) image = image.composite([{ input: Buffer.from(boxesSvg(picture)), top: 0, left: 0 }])
  return new Uint8Array(await image.jpeg({ quality: 82 }).toBuffer())
}

const clamp = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value)

/** BT.601 limited range, as ffmpeg's scaler writes yuv420p. */
export function i420ToRgb(i420: Uint8Array, width: number, height: number): Uint8Array {
  const rgb = new Uint8Array(width * height * 3)
  const uAt = width * height
  const vAt = uAt + (width >> 1) * (height >> 1)
  for (let y = 0, out = 0; y < height; y++) {
    for (let x = 0; x < width; x++, out += 3) {
      const chroma = (y >> 1) * (width >> 1) + (x >> 1)
      const luma = 1.164383 * ((i420[y * width + x] ?? 0) - 16)
      const u = (i420[uAt + chroma] ?? 0) - 128
      const v = (i420[vAt + chroma] ?? 0) - 128
      rgb[out] = clamp(luma + 1.596027 * v)
      rgb[out + 1] = clamp(luma - 0.391762 * u - 0.812968 * v)
      rgb[out + 2] = clamp(luma + 2.017232 * u)
    }
  }
  return rgb
}

const escapeXml = (text: string): string => text.replace(/[<>&"']/g, (c) => `&#${c.charCodeAt(0)};`)

function boxesSvg({ width, height, boxes }: PictureToEncode): string {
  const marks = boxes.map(({ box: [x, y, w, h], label, score, trackId }) => {
    const left = x * width
    const top = y * height
    const text = escapeXml(`${label} ${score.toFixed(2)} · ${trackId}`)
    const textY = Math.max(12, top - 4)
    return `<rect x="${left}" y="${top}" width="${w * width}" height="${h * height}" fill="none" stroke="#4DA3FF" stroke-width="2"/>`
      + `<text x="${left}" y="${textY}" font-family="sans-serif" font-size="12" fill="#fff" stroke="#000" stroke-width="2.5" paint-order="stroke">${text}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${marks.join('')}</svg>`
}
