import { saveBlob } from '../save-file.ts'
import { drawOverlay, type Shown } from './draw-overlay.ts'

export type FrameFormat = 'png' | 'jpeg'

interface Frame {
  readonly video: HTMLVideoElement
  readonly shown: Shown
  /** The presented frame's own time, seconds. */
  readonly seconds: number
  readonly format: FrameFormat
  /** Boxes, paths and zones as they are on screen; privacy masks are always on it. */
  readonly marks: boolean
}

/** The presented frame at the video's own size; null while there is none. */
export async function pictureOf({ video, shown, seconds, format, marks }: Frame): Promise<Blob | null> {
  const { videoWidth: width, videoHeight: height } = video
  if (width === 0 || height === 0) return null
  const canvas = new OffscreenCanvas(width, height)
  const pen = canvas.getContext('2d')
  if (!pen) return null
  pen.drawImage(video, 0, 0, width, height)
  const scale = Math.max(1, width / 1280)
  drawOverlay(pen, marks ? shown : { ...shown, boxes: false, path: false, regions: null }, seconds, { picture: { x: 0, y: 0, width, height }, scale })
  return canvas.convertToBlob({ type: `image/${format}`, quality: 0.92 })
}

const two = (value: number, digits = 2): string => String(value).padStart(digits, '0')

/** `gate_2026-11-21_10-15-02.120.png` in the operator's zone: sorts by time and is a file name everywhere. */
export function frameFileName(name: string, atMs: number, format: FrameFormat): string {
  const at = new Date(atMs)
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${name}_${day}_${two(at.getHours())}-${two(at.getMinutes())}-${two(at.getSeconds())}.${two(at.getMilliseconds(), 3)}.${format === 'jpeg' ? 'jpg' : 'png'}`
}

/** Resolves with the file's name, or null where there was no picture. */
export async function saveFrame(frame: Frame & { readonly name: string; readonly atMs: number }): Promise<string | null> {
  const blob = await pictureOf(frame)
  if (!blob) return null
  const file = frameFileName(frame.name, frame.atMs, frame.format)
  saveBlob(blob, file)
  return file
}
