/** Branded identifiers: a plain string cannot be passed where one of these is expected. */
export type CameraId = string & { readonly brand: 'CameraId' }

/** `camera/epoch/sequence`, for example `gate/3/1882`. An epoch is one start of ffmpeg; the sequence counts from 0 inside it. */
export type FrameId = string & { readonly brand: 'FrameId' }

export interface FrameKey {
  readonly cameraId: CameraId
  readonly epoch: number
  readonly sequence: number
}

export const formatFrameId = (key: FrameKey): FrameId => `${key.cameraId}/${key.epoch}/${key.sequence}` as FrameId

/** Throws a RangeError on anything that is not `camera/epoch/sequence`. */
export function parseFrameId(text: string): FrameKey {
  const match = /^([a-z0-9-]+)\/(\d+)\/(\d+)$/.exec(text)
  if (!match) throw new RangeError(`not a frame id: expected camera/epoch/sequence, got ${JSON.stringify(text)}`)
  return { cameraId: match[1] as CameraId, epoch: Number(match[2]), sequence: Number(match[3]) }
}
