import type { Box } from '../../../common/frame-result.ts'

/** The picture of a track, as media sends it when the track is confirmed. */
export interface TrackPicture {
  readonly cameraId: string
  readonly epoch: number
  readonly trackId: number
  /** The frame it shows. */
  readonly sequence: number
  readonly jpeg: Uint8Array
}

/** A picture, and where its object is in it; null where that very frame was not looked at. */
export interface Pictured {
  readonly jpeg: Uint8Array
  readonly box: Box | null
}

type PictureKey = Pick<TrackPicture, 'cameraId' | 'epoch' | 'trackId'>

/** Pictures whose event has not begun (it may wait for a zone): the newest few, by track. */
export interface PictureShelf {
  put(key: PictureKey, picture: Pictured): void
  take(key: PictureKey): Pictured | null
  /** They show what may not be shown any more. */
  forget(cameraId: string): void
}

/** About 50 KB each: 3 MB at most. */
const MAX_PICTURES = 64

export function createPictureShelf(): PictureShelf {
  const pictures = new Map<string, Pictured>()
  const keyOf = ({ cameraId, epoch, trackId }: PictureKey): string => `${cameraId}/${epoch}/${trackId}`
  return {
    put(key, picture) {
      pictures.delete(keyOf(key))
      pictures.set(keyOf(key), picture)
      const [oldest] = pictures.keys()
      if (pictures.size > MAX_PICTURES && oldest !== undefined) pictures.delete(oldest)
    },
    take(key) {
      const picture = pictures.get(keyOf(key)) ?? null
      pictures.delete(keyOf(key))
      return picture
    },
    forget(cameraId) {
      for (const key of pictures.keys()) if (key.startsWith(`${cameraId}/`)) pictures.delete(key)
    },
  }
}
