import type { InputAddress } from './input-address.ts'
import { testPatternGraph } from './test-pattern.ts'

/** What looking at the source found; decides between copying and encoding the clip. */
export interface SourceFacts {
  readonly format: string
  readonly codec: string
  readonly width: number
  readonly height: number
  readonly fps: number | null
  /** ffmpeg's name of the sound's codec; null without sound. */
  readonly audio: string | null
}

/** `light`: encoded as cheaply as looking back allows, for nothing is recorded. What is copied is always `full`. */
export type ClipOutput = 'none' | 'full' | 'light'

export interface CaptureRequest {
  readonly address: InputAddress
  /** null: not known yet, ffmpeg says it; there is no clip then. */
  readonly source: SourceFacts | null
  readonly transport: 'tcp' | 'udp'
  readonly loop: boolean
  /** `fast` reads files as fast as the analysis takes them: back-pressure instead of drops. */
  readonly pace: 'realtime' | 'fast'
  /** null: this input carries no analysis. */
  readonly raw: { readonly path: string; readonly width: number; readonly fps: number } | null
  /** Fragmented MP4 of the picture on pipe 3, its first packet's time stamp on pipe 4. */
  readonly clip: ClipOutput
  /** The source's sound, where there is some: fragmented MP4 on pipe 6, its first packet's time stamp on pipe 5. */
  readonly sound: boolean
  /** A picture in the folder ffmpeg runs in that is laid over the clip, which is encoded for it; null = none. */
  readonly cover?: { readonly file: string; readonly x: number; readonly y: number } | null
}

/** Codecs an MP4 clip carries as they are and browsers may play; everything else is encoded to H.264. */
export const isCopied = (codec: string): boolean => codec === 'h264' || codec === 'hevc'

/** What an MP4 clip carries as it is, and browsers play; other sound is encoded to AAC, which costs next to nothing. */
export const isSoundCopied = (codec: string): boolean => codec === 'aac'

export const isLive = (address: InputAddress): boolean => address.kind !== 'file'

/**
 * Frames ffmpeg may hold for a reader that is late. What it read while finding out about the stream comes as one burst at the start: with
 * 8 a second of it was thrown away (measured with RTSP at 15 fps), with 32 nothing.
 */
const RAW_QUEUE = 32
const TIMEOUT_US = 10_000_000
const WHITELIST = {
  rtsp: 'rtsp,rtsps,rtp,srtp,udp,tcp,tls,crypto',
  http: 'http,https,tcp,tls,crypto,httpproxy',
  file: 'file,crypto',
} as const

export function inputArgs(request: Pick<CaptureRequest, 'address' | 'transport' | 'loop' | 'pace'> & { source?: SourceFacts | null | undefined }): string[] {
  const { address } = request
  switch (address.kind) {
    case 'rtsp':
      return ['-protocol_whitelist', WHITELIST.rtsp, '-rtsp_transport', request.transport, '-timeout', String(TIMEOUT_US), '-i', address.url]
    case 'http': {
      // A multipart MJPEG stream carries no time stamps: without the arrival time ffmpeg assumes 25 fps.
      const stamps = request.source?.format.includes('mpjpeg') === true || request.source?.format === 'mjpeg' ? ['-use_wallclock_as_timestamps', '1'] : []
      return ['-protocol_whitelist', WHITELIST.http, '-rw_timeout', String(TIMEOUT_US), ...stamps, '-i', address.url]
    }
    case 'file': {
      const pace = request.pace === 'realtime' ? ['-re'] : []
      const loop = request.loop ? ['-stream_loop', '-1'] : []
      return ['-protocol_whitelist', WHITELIST.file, ...loop, ...pace, '-i', `file:${address.path}`]
    }
    case 'device': {
      const size = address.size === null ? [] : ['-video_size', address.size]
      const fps = address.fps === null ? [] : ['-framerate', String(address.fps)]
      const name = { v4l2: address.device, avfoundation: `${address.device}:none`, dshow: `video=${address.device}` }[address.api]
      return ['-f', address.api, ...size, ...fps, '-i', name]
    }
    case 'test':
      return ['-re', '-f', 'lavfi', '-i', testPatternGraph(address)]
  }
}

/**
 * Thins to about `fps` without restamping: a frame passes when it begins a new cell of the 1/fps grid, or when 0.9/fps went by
 * since the last one (so that a source of exactly that rate, whose stamps jitter around the grid, loses nothing).
 */
export const thinning = (fps: number): string =>
  `select='isnan(prev_selected_t)+gt(floor(t*${fps}+0.001)\\,floor(prev_selected_t*${fps}+0.001))+gte(t-prev_selected_t\\,${(0.9 / fps).toFixed(5)})'`

/** Never enlarges; both sides even, as I420 needs. `area` is the cheapest scaler that does not alias (PERFORMANCE.md). */
const scaling = (width: number): string => `scale=w='trunc(min(${width}\\,iw)/2)*2':h=-2:flags=area`

/**
 * NUT for pipes, without sync points. With them ffmpeg keeps an index of every frame: 240 MB a day at 10 fps, and a crash (5.1: SIGSEGV in the
 * freed index) as soon as the fifo muxer begins anew for the next reader, so that the death of the media process cost every clip.
 */
function rawArgs(raw: NonNullable<CaptureRequest['raw']>, lossless: boolean): string[] {
  const common = ['-map', '0:v:0', '-an', '-sn', '-dn', '-vf', `${thinning(raw.fps)},${scaling(raw.width)}`, '-c:v', 'rawvideo', '-pix_fmt', 'yuv420p',
    '-fps_mode', 'passthrough', '-enc_time_base', '-1']
  // Files at full speed want back-pressure; a live source must never wait for the analysis, or its clip would stall too.
  if (lossless) return [...common, '-f', 'nut', '-syncpoints', 'none', '-strict', 'experimental', '-y', raw.path]
  return [...common, '-f', 'fifo', '-fifo_format', 'nut', '-format_opts', 'syncpoints=none:strict=experimental', '-queue_size', String(RAW_QUEUE), '-drop_pkts_on_overflow', '1', '-attempt_recovery', '1',
    '-recover_any_error', '1', '-recovery_wait_time', '0.2', '-y', raw.path]
}

/** Nothing in it has a meaning in a filter graph. */
const SAFE_FILE = /^[a-z0-9][a-z0-9-]*\.pam$/

/**
 * Lays the privacy masks over every frame. The stream keeps the size the picture was made for, whatever the camera does meanwhile. The picture's
 * own time is long before the stream's: a frame without a picture would pass uncovered. `movie` and not a second input: when the graph is made
 * anew it reads the picture again, and the encoder keeps the stream's time base.
 */
function coverGraph({ width, height }: SourceFacts, { file, x, y }: NonNullable<CaptureRequest['cover']>, then: readonly string[]): string {
  if (!SAFE_FILE.test(file)) throw new RangeError(`expected a plain name for the mask picture, got "${file}"`)
  const even = (side: number): number => side + (side % 2)
  return `movie=filename=${file},setpts=PTS-86400/TB[mask];[in]scale=${even(width)}:${even(height)}[whole];[whole][mask]${[`overlay=x=${x}:y=${y}:format=yuv420:eof_action=repeat`, ...then].join(',')}[out]`
}

/** Sound comes in pieces of about this much. */
const SOUND_FRAGMENT_US = 200_000

/**
 * Sound has a muxer of its own. In one with the picture, ffmpeg 5.1 holds pictures back for sound that does not come (ten seconds), moves them by the encoder's priming, and gives
 * the first picture the wrong length as soon as sound comes between it and the second: the boxes would lie a frame and 128 ms beside it.
 */
function soundArgs(codec: string): string[] {
  const only = ['-map', '0:a:0', '-vn', '-sn', '-dn']
  return [...only, ...(isSoundCopied(codec) ? ['-c:a', 'copy'] : ['-c:a', 'aac', '-b:a', '64k']), '-f', 'mp4', '-movflags', '+empty_moov+default_base_moof', '-frag_duration', String(SOUND_FRAGMENT_US), '-y', 'pipe:6',
    ...only, '-c:a', 'copy', '-frames:a', '1', '-flush_packets', '1', '-f', 'framecrc', '-y', 'pipe:5']
}

/**
 * What is recorded is worth its bytes. What is only looked back at for a minute is worth little of the processor: less than a third of the other, and no more for a larger camera
 * (docs/decisions/rewind-of-any-camera.md).
 */
const ENCODERS = {
  full: { scale: [], encode: ['-preset', 'veryfast', '-tune', 'zerolatency', '-pix_fmt', 'yuv420p', '-crf', '23'] },
  light: { scale: [scaling(1280)], encode: ['-preset', 'ultrafast', '-tune', 'zerolatency', '-threads', '1', '-pix_fmt', 'yuv420p', '-crf', '26'] },
} as const

function clipArgs({ source, cover = null, sound, clip }: CaptureRequest & { readonly source: SourceFacts; readonly clip: Exclude<ClipOutput, 'none'> }): string[] {
  const picture = ['-map', '0:v:0', '-an', '-sn', '-dn']
  const mp4 = ['-f', 'mp4', '-movflags', '+frag_every_frame+empty_moov+default_base_moof', '-y', 'pipe:3']
  // The first packet's stamps tie the clip's timeline (which starts at 0) to the analysed frames' (DESIGN.md, "Frames carry their source PTS").
  const tie = [...picture, '-c:v', 'copy', '-frames:v', '1', '-flush_packets', '1', '-f', 'framecrc', '-y', 'pipe:4']
  const heard = sound && source.audio !== null ? soundArgs(source.audio) : []
  if (cover !== null || !isCopied(source.codec)) {
    const { scale, encode } = ENCODERS[clip]
    const filters = cover === null ? scale : [coverGraph(source, cover, scale)]
    // One keyframe a second bounds how much pre-roll is added; no B-frames, so that decode and presentation order agree. Its first frame is the analysis' own: the tie is for the sound.
    return [...picture, ...(filters.length === 0 ? [] : ['-vf', filters.join(',')]), '-c:v', 'libx264', ...encode, '-bf', '0',
      '-force_key_frames', 'expr:gte(t,n_forced)', '-fps_mode', 'passthrough', '-enc_time_base', '-1', ...mp4, ...(heard.length === 0 ? [] : [...tie, ...heard])]
  }
  const tag = source.codec === 'hevc' ? ['-tag:v', 'hvc1'] : []
  return [...picture, '-c:v', 'copy', ...tag, ...mp4, ...tie, ...heard]
}

/** The whole command line of one epoch. Pure: the same request always gives the same arguments. */
export function captureArgs(request: CaptureRequest): string[] {
  const lossless = request.pace === 'fast' && !isLive(request.address)
  return [
    // One thread scales, too: two more per camera took turns at every frame, four times the context switches for the same picture.
    '-hide_banner', '-nostdin', '-nostats', '-loglevel', request.source === null ? 'level+info' : 'level+warning', '-threads', '1', '-filter_threads', '1',
    ...inputArgs(request),
    ...(request.raw === null ? [] : rawArgs(request.raw, lossless)),
    ...(request.clip === 'none' || request.source === null ? [] : clipArgs({ ...request, source: request.source, clip: request.clip })),
  ]
}

/** Connects, describes the streams on stderr and leaves: ffmpeg without an output. */
export const describeArgs = (request: Pick<CaptureRequest, 'address' | 'transport'>): string[] => [
  '-hide_banner', '-nostdin', '-loglevel', 'info', ...inputArgs({ ...request, loop: false, pace: 'fast' }),
]

/** One picture as JPEG on stdout, at most 960 pixels wide, and the description on stderr. */
export const pictureArgs = (request: Pick<CaptureRequest, 'address' | 'transport'>): string[] => [
  '-hide_banner', '-nostdin', '-loglevel', 'info', '-threads', '1', ...inputArgs({ ...request, loop: false, pace: 'fast' }),
  '-map', '0:v:0', '-frames:v', '1', '-vf', scaling(960), '-c:v', 'mjpeg', '-q:v', '4', '-f', 'image2pipe', 'pipe:1',
]
