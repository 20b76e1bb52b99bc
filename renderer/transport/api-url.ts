/** Addresses of pictures and clips; both doors answer them on the page's own origin. */
export const eventSnapshotUrl = (eventId: string): string => `/api/v1/events/${encodeURIComponent(eventId)}/snapshot.jpg`
export const eventClipUrl = (eventId: string): string => `/api/v1/events/${encodeURIComponent(eventId)}/clip.mp4`

/** `turn` changes the address, so that the browser asks again. */
export const cameraSnapshotUrl = (cameraId: string, turn: number): string =>
  `/api/v1/cameras/${encodeURIComponent(cameraId)}/snapshot.jpg?t=${turn}`
