/** The picture of a track, as media sends it when the track is confirmed. */
export interface TrackPicture {
  readonly cameraId: string
  readonly epoch: number
  readonly trackId: number
  readonly jpeg: Uint8Array
}

/** Pictures whose event has not begun (it may wait for a zone): the newest few, by track. */
export interface PictureShelf {
  put(picture: TrackPicture): void
  take(key: Omit<TrackPicture, 'jpeg'>): Uint8Array | null
  /** They show what may not be shown any more. */
  forget(cameraId: string): void
}

/** About 50 KB each: 3 MB at most. */
const MAX_PICTURES = 64

export function createPictureShelf(): PictureShelf {
  const pictures = new Map<string, Uint8Array>()
  const keyOf = ({ cameraId, epoch, trackId }: Omit<TrackPicture, 'jpeg'>): string => `${cameraId}/${epoch}/${trackId}`
  return {
    put(picture) {
      pictures.delete(keyOf(picture))
      pictures.set(keyOf(picture), picture.jpeg)
      const [oldest] = pictures.keys()
      if (pictures.size > MAX_PICTURES && oldest !== undefined) pictures.delete(oldest)
    },
    take(key) {
      const jpeg = pictures.get(keyOf(key)) ?? null
      pictures.delete(keyOf(key))
      return jpeg
    },
    forget(cameraId) {
      for (const key of pictures.keys()) if (key.startsWith(`${cameraId}/`)) pictures.delete(key)
    },
  }
}
