/** Addresses of pictures and clips; both doors answer them on the page's own origin. */
/** `box`: an event that becomes another gets another picture with another box; browsers keep the old one under the old address. */
export const eventSnapshotUrl = (eventId: string, box: readonly number[] = []): string =>
  `/api/v1/events/${encodeURIComponent(eventId)}/snapshot.jpg${box.length === 0 ? '' : `?box=${box.map((side) => Math.round(side * 1e4)).join('.')}`}`
/** `h264`: converted while it is sent, for what the browser cannot decode itself. */
export function eventClipUrl(eventId: string, { part = 1, as }: { part?: number; as?: 'h264' } = {}): string {
  const query = new URLSearchParams({ ...(part > 1 && { part: String(part) }), ...(as && { as }) }).toString()
  return `/api/v1/events/${encodeURIComponent(eventId)}/clip.mp4${query && `?${query}`}`
}

export const footageUrl = (footageId: string, as?: 'h264'): string => `/api/v1/footage/${encodeURIComponent(footageId)}.mp4${as ? `?as=${as}` : ''}`

export const exportFileUrl = (jobId: string): string => `/api/v1/exports/${encodeURIComponent(jobId)}/file`

/** `turn` changes the address, so that the browser asks again. */
export const cameraSnapshotUrl = (cameraId: string, turn: number): string =>
  `/api/v1/cameras/${encodeURIComponent(cameraId)}/snapshot.jpg?t=${turn}`
