/** Names the file that holds a camera's media of one UTC day: `2026-11-25.gate`. Files of older versions hold all cameras' and are named by the day alone. */
export type MediaFile = string

/** The file of pinned events whose day was dropped. */
export const pinnedFileOf = (camera: string): MediaFile => `pinned.${camera}`

export const mediaFileOf = (wallMs: number, camera: string): MediaFile => `${new Date(wallMs).toISOString().slice(0, 10)}.${camera}`

export const MEDIA_FILE = /^(?<day>\d{4}-\d{2}-\d{2}|pinned)(?:\.(?<camera>[a-z0-9-]+))?$/

/** `day` is null for pinned events, `camera` null in files of older versions. Throws a RangeError for anything else. */
export function parseMediaFile(file: MediaFile): { readonly day: string | null; readonly camera: string | null } {
  const found = MEDIA_FILE.exec(file)?.groups
  if (!found) throw new RangeError(`expected a media file's name, such as 2026-11-25.gate, got ${JSON.stringify(file)}`)
  return { day: found['day'] === 'pinned' ? null : (found['day'] ?? null), camera: found['camera'] ?? null }
}
