/** Strings a browser can judge, of what ffmpeg names; the profile most cameras send. */
const STRINGS: Readonly<Record<string, string>> = { hevc: 'hvc1.1.6.L120.90', av1: 'av01.0.08M.08', vp9: 'vp09.00.40.08' }
const NAMES: Readonly<Record<string, string>> = {
  hevc: 'H.265', h264: 'H.264', av1: 'AV1', vp9: 'VP9', vp8: 'VP8', mpeg4: 'MPEG-4', msmpeg4v3: 'MS MPEG-4', mpeg2video: 'MPEG-2', mjpeg: 'MJPEG', rawvideo: 'raw',
}

export const codecName = (codec: string): string => NAMES[codec] ?? codec.toUpperCase()

interface Stored {
  /** ffmpeg's name. */
  readonly codec?: string | undefined
  /** As `codecs=` has it, where that is known. */
  readonly codecString?: string | undefined
}

const thisBrowser = (type: string): string => document.createElement('video').canPlayType(type)

/** Whether it is worth trying to play it as it is; what turns out wrong is told by the video's own error. */
export function canPlay({ codec, codecString }: Stored, judge: (type: string) => string = thisBrowser): boolean {
  if (codec === undefined || codec === 'h264') return true
  const string = codecString || STRINGS[codec]
  return string !== undefined && judge(`video/mp4; codecs="${string}"`) !== ''
}
