export interface Mp4Request {
  /** ffmpeg's name of what the footage is stored in. */
  readonly codec: string
  /** A file in the folder ffmpeg runs in; null = nothing is burned in. */
  readonly overlay: string | null
  readonly target: string
}

/** Nothing in it has a meaning in a filter graph. */
const SAFE_FILE = /^[a-z0-9][a-z0-9-]*\.ass$/i

/** Whether the picture has to be encoded anew: to be drawn upon, or because not every player knows its codec. */
export const isEncoded = ({ codec, overlay }: Pick<Mp4Request, 'codec' | 'overlay'>): boolean => overlay !== null || codec !== 'h264'

/**
 * From fragmented MP4 on stdin to one plain file that plays everywhere, its index at the front; progress on stdout. Times stay what they are.
 * Encoding for people to look at: a little better than what is recorded.
 */
export function mp4Args({ codec, overlay, target }: Mp4Request): string[] {
  if (overlay !== null && !SAFE_FILE.test(overlay)) throw new RangeError(`expected a plain name for the overlay, got "${overlay}"`)
  const picture = isEncoded({ codec, overlay })
    ? [...(overlay === null ? [] : ['-vf', `ass=${overlay}`]), '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-pix_fmt', 'yuv420p', '-bf', '0', '-fps_mode', 'passthrough', '-enc_time_base:v', '-1']
    : ['-c:v', 'copy']
  return ['-hide_banner', '-nostdin', '-loglevel', 'error', '-progress', 'pipe:1', '-copyts', '-f', 'mp4', '-i', 'pipe:0', '-map', '0:v:0', '-map', '0:a:0?', ...picture, '-c:a', 'copy',
    '-movflags', '+faststart', '-f', 'mp4', '-y', target]
}

/** How far ffmpeg is, from what `-progress` printed last; null when it says nothing of it. */
export function progressMs(text: string): number | null {
  const found = [...text.matchAll(/^out_time_us=(\d+)$/gm)].at(-1)?.[1]
  return found === undefined ? null : Number(found) / 1_000
}
