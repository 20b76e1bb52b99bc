import type { SourceFacts } from './ffmpeg-args.ts'

/** Reads what ffmpeg prints about an input (`Input #0, rtsp, from …`, `Stream #0:0: Video: h264 …`); null without a video stream. */
export function parseSourceFacts(stderr: string): SourceFacts | null {
  const format = /Input #0, ([^\s]+?), from/.exec(stderr)?.[1] ?? 'unknown'
  const line = /Stream #0:\d+.*?: Video: (.+)/.exec(stderr)?.[1]
  if (line === undefined) return null
  const codec = /^(\w+)/.exec(line)?.[1] ?? 'unknown'
  const size = /(?:^|[\s,])(\d{2,5})x(\d{2,5})(?:[\s,[]|$)/.exec(line)
  const fps = /([\d.]+)(k?) fps/.exec(line)
  if (codec === 'none' || size === null) return null
  const audio = /Stream #0:\d+.*?: Audio: (\w+)/.exec(stderr)?.[1] ?? null
  // Players and ffmpeg's own filters see the picture upright.
  const turned = /displaymatrix: rotation of -?90\b/.test(stderr)
  const [width, height] = [Number(size[1]), Number(size[2])]
  return { format, codec, width: turned ? height : width, height: turned ? width : height, fps: fps === null ? null : Number(fps[1]) * (fps[2] === 'k' ? 1000 : 1), audio: audio === 'none' ? null : audio }
}
