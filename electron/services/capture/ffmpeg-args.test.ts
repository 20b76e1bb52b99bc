import { describe, expect, it } from 'vitest'
import { type CaptureRequest, captureArgs, describeArgs, pictureArgs, type SourceFacts, thinning } from './ffmpeg-args.ts'
import type { InputAddress } from './input-address.ts'

const H264: SourceFacts = { format: 'rtsp', codec: 'h264', width: 1920, height: 1080, fps: 25, audio: null }
const RTSP: InputAddress = { kind: 'rtsp', url: 'rtsp://cam/1' }
const FILE: InputAddress = { kind: 'file', path: '/srv/-film with spaces.mp4' }
const request = (parts: Partial<CaptureRequest> = {}): CaptureRequest =>
  ({ address: RTSP, source: H264, transport: 'tcp', loop: false, pace: 'realtime', raw: { path: '/run/gate-1.nut', width: 640, fps: 10 }, clip: 'full', sound: true, ...parts })

/** What comes before and with `-i`. */
const input = (args: readonly string[]): string => args.slice(args.indexOf('-filter_threads') + 2, args.indexOf('-i') + 2).join(' ')
/** The outputs: each begins with its map. */
const outputs = (args: readonly string[]): string[] => args.slice(args.indexOf('-i') + 2).join(' ').split(/(?=-map )/).map((part) => part.trim())

const RTSP_INPUT = '-protocol_whitelist rtsp,rtsps,rtp,srtp,udp,tcp,tls,crypto -rtsp_transport'
const HTTP_INPUT = '-protocol_whitelist http,https,tcp,tls,crypto,httpproxy -rw_timeout 10000000'
const FILE_INPUT = '-protocol_whitelist file,crypto'

describe('inputs', () => {
  it.each<{ name: string; parts: Partial<CaptureRequest>; expected: string }>([
    { name: 'rtsp over tcp', parts: {}, expected: `${RTSP_INPUT} tcp -timeout 10000000 -i rtsp://cam/1` },
    { name: 'rtsp over udp', parts: { transport: 'udp' }, expected: `${RTSP_INPUT} udp -timeout 10000000 -i rtsp://cam/1` },
    { name: 'rtsps', parts: { address: { kind: 'rtsp', url: 'rtsps://cam/1' } }, expected: `${RTSP_INPUT} tcp -timeout 10000000 -i rtsps://cam/1` },
    { name: 'hls', parts: { address: { kind: 'http', url: 'https://cam/list.m3u8' }, source: { ...H264, format: 'hls' } }, expected: `${HTTP_INPUT} -i https://cam/list.m3u8` },
    { name: 'pictures over http have no stamps', parts: { address: { kind: 'http', url: 'http://cam/v' }, source: { ...H264, format: 'mpjpeg', codec: 'mjpeg' } }, expected: `${HTTP_INPUT} -use_wallclock_as_timestamps 1 -i http://cam/v` },
    { name: 'a file at its own pace', parts: { address: FILE }, expected: `${FILE_INPUT} -re -i file:/srv/-film with spaces.mp4` },
    { name: 'a file again and again', parts: { address: FILE, loop: true }, expected: `${FILE_INPUT} -stream_loop -1 -re -i file:/srv/-film with spaces.mp4` },
    { name: 'a file as fast as it goes', parts: { address: FILE, pace: 'fast' }, expected: `${FILE_INPUT} -i file:/srv/-film with spaces.mp4` },
    { name: 'v4l2', parts: { address: { kind: 'device', api: 'v4l2', device: '/dev/video0', size: '1280x720', fps: 30 } }, expected: '-f v4l2 -video_size 1280x720 -framerate 30 -i /dev/video0' },
    { name: 'avfoundation, without its microphone', parts: { address: { kind: 'device', api: 'avfoundation', device: '0', size: null, fps: null } }, expected: '-f avfoundation -i 0:none' },
    { name: 'dshow', parts: { address: { kind: 'device', api: 'dshow', device: 'Integrated Camera', size: null, fps: null } }, expected: '-f dshow -i video=Integrated Camera' },
  ])('$name', ({ parts, expected }) => {
    expect(input(captureArgs(request(parts)))).toBe(expected)
  })

  it('the test picture carries its number', () => {
    const args = captureArgs(request({ address: { kind: 'test', pattern: 'pattern', width: 640, height: 360, fps: 10 } }))
    expect(input(args)).toMatch(/^-re -f lavfi -i testsrc2=size=640x360:rate=10,drawbox=/)
  })
})

const RAW = `-map 0:v:0 -an -sn -dn -vf ${thinning(10)},scale=w='trunc(min(640\\,iw)/2)*2':h=-2:flags=area -c:v rawvideo -pix_fmt yuv420p -fps_mode passthrough -enc_time_base -1`
const FIFO = '-f fifo -fifo_format nut -format_opts syncpoints=none:strict=experimental -queue_size 32 -drop_pkts_on_overflow 1 -attempt_recovery 1 -recover_any_error 1 -recovery_wait_time 0.2 -y /run/gate-1.nut'
const MP4 = '-f mp4 -movflags +frag_every_frame+empty_moov+default_base_moof -y pipe:3'
const TIE = '-map 0:v:0 -an -sn -dn -c:v copy -frames:v 1 -flush_packets 1 -f framecrc -y pipe:4'
const ENCODED = `-map 0:v:0 -an -sn -dn -c:v libx264 -preset veryfast -tune zerolatency -pix_fmt yuv420p -crf 23 -bf 0 -force_key_frames expr:gte(t,n_forced) -fps_mode passthrough -enc_time_base -1 ${MP4}`
const LIGHT = ENCODED.replace('-c:v libx264 -preset veryfast -tune zerolatency', "-vf scale=w='trunc(min(1280\\,iw)/2)*2':h=-2:flags=area -c:v libx264 -preset ultrafast -tune zerolatency -threads 1").replace('-crf 23', '-crf 26')
const SOUND_TIE = '-map 0:a:0 -vn -sn -dn -c:a copy -frames:a 1 -flush_packets 1 -f framecrc -y pipe:5'
const soundOf = (codec: string): string => `-map 0:a:0 -vn -sn -dn ${codec} -f mp4 -movflags +empty_moov+default_base_moof -frag_duration 200000 -y pipe:6`
const COVERED = ENCODED.replace('-c:v libx264', `-vf movie=filename=gate-7.pam,setpts=PTS-86400/TB[mask];[in]scale=1920:1080[whole];[whole][mask]overlay=x=40:y=12:format=yuv420:eof_action=repeat[out] -c:v libx264`)

describe('outputs', () => {
  it.each<{ name: string; parts: Partial<CaptureRequest>; expected: readonly string[] }>([
    { name: 'raw frames and a copied clip', parts: {}, expected: [`${RAW} ${FIFO}`, `-map 0:v:0 -an -sn -dn -c:v copy ${MP4}`, TIE] },
    { name: 'hevc is copied, under the name browsers know', parts: { source: { ...H264, codec: 'hevc' } }, expected: [`${RAW} ${FIFO}`, `-map 0:v:0 -an -sn -dn -c:v copy -tag:v hvc1 ${MP4}`, TIE] },
    { name: 'everything else is encoded', parts: { source: { ...H264, codec: 'msmpeg4v3' } }, expected: [`${RAW} ${FIFO}`, ENCODED] },
    { name: 'cheaply and no larger than needed, where it is only looked back at', parts: { source: { ...H264, codec: 'mjpeg' }, clip: 'light' }, expected: [`${RAW} ${FIFO}`, LIGHT] },
    { name: 'which changes nothing of a copy', parts: { clip: 'light' }, expected: [`${RAW} ${FIFO}`, `-map 0:v:0 -an -sn -dn -c:v copy ${MP4}`, TIE] },
    { name: 'masks are burned into what could be copied', parts: { cover: { file: 'gate-7.pam', x: 40, y: 12 } }, expected: [`${RAW} ${FIFO}`, COVERED] },
    { name: 'and into what is looked back at, before it is made smaller', parts: { cover: { file: 'gate-7.pam', x: 40, y: 12 }, clip: 'light' },
      expected: [`${RAW} ${FIFO}`, LIGHT.replace("-vf scale=w='trunc(min(1280\\,iw)/2)*2':h=-2:flags=area", COVERED.match(/-vf \S+/)?.[0].replace('[out]', ",scale=w='trunc(min(1280\\,iw)/2)*2':h=-2:flags=area[out]") ?? '')] },
    { name: 'and into what is encoded anyway', parts: { source: { ...H264, codec: 'msmpeg4v3' }, cover: { file: 'gate-7.pam', x: 40, y: 12 } }, expected: [`${RAW} ${FIFO}`, COVERED] },
    { name: 'sound goes its own way: what MP4 carries is copied, and its first packet is told', parts: { source: { ...H264, audio: 'aac' } }, expected: [`${RAW} ${FIFO}`, `-map 0:v:0 -an -sn -dn -c:v copy ${MP4}`, TIE, soundOf('-c:a copy'), SOUND_TIE] },
    { name: 'other sound is encoded', parts: { source: { ...H264, audio: 'pcm_mulaw' } }, expected: [`${RAW} ${FIFO}`, `-map 0:v:0 -an -sn -dn -c:v copy ${MP4}`, TIE, soundOf('-c:a aac -b:a 64k'), SOUND_TIE] },
    { name: 'sound beside an encoded picture', parts: { source: { ...H264, codec: 'mjpeg', audio: 'aac' } }, expected: [`${RAW} ${FIFO}`, ENCODED, TIE, soundOf('-c:a copy'), SOUND_TIE] },
    { name: 'sound is left out where it is not wanted', parts: { source: { ...H264, audio: 'aac' }, sound: false }, expected: [`${RAW} ${FIFO}`, `-map 0:v:0 -an -sn -dn -c:v copy ${MP4}`, TIE] },
    { name: 'no recording', parts: { clip: 'none' }, expected: [`${RAW} ${FIFO}`] },
    { name: 'no analysis', parts: { raw: null }, expected: [`-map 0:v:0 -an -sn -dn -c:v copy ${MP4}`, TIE] },
    { name: 'a file as fast as it goes must not lose a frame', parts: { address: FILE, pace: 'fast', clip: 'none' }, expected: [`${RAW} -f nut -syncpoints none -strict experimental -y /run/gate-1.nut`] },
    { name: 'a live stream never waits for the analysis, whatever its pace', parts: { pace: 'fast', clip: 'none' }, expected: [`${RAW} ${FIFO}`] },
  ])('$name', ({ parts, expected }) => {
    expect(outputs(captureArgs(request(parts)))).toEqual(expected)
  })

  it.each(['a,b.pam', '../x.pam', "a'b.pam", 'a b.pam', 'a[in].pam', '-y.pam', 'x.png'])('takes no file name that a filter graph could misread: %s', (file) => {
    expect(() => captureArgs(request({ cover: { file, x: 0, y: 0 } }))).toThrow('expected a plain name')
  })

  it('says itself what it reads where nobody looked before, and makes no clip of it', () => {
    const args = captureArgs(request({ address: FILE, source: null, clip: 'full' }))
    expect(args[args.indexOf('-loglevel') + 1]).toBe('level+info')
    expect(outputs(args)).toEqual([`${RAW} ${FIFO}`])
  })

  it.each([request(), request({ address: FILE }), request({ clip: 'none' })])('one thread, no questions, warnings only', (asked) => {
    expect(captureArgs(asked).slice(0, 9)).toEqual(['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'level+warning', '-threads', '1', '-filter_threads', '1'])
  })
})

describe('looking once', () => {
  it('describes without an output', () => {
    expect(describeArgs({ address: RTSP, transport: 'udp' }).join(' ')).toBe(`-hide_banner -nostdin -loglevel info ${RTSP_INPUT} udp -timeout 10000000 -i rtsp://cam/1`)
  })
  it('takes one picture, not at the file\'s own pace', () => {
    const args = pictureArgs({ address: FILE, transport: 'tcp' }).join(' ')
    expect(args).toContain(`${FILE_INPUT} -i file:/srv/-film with spaces.mp4 -map 0:v:0 -frames:v 1`)
    expect(args).toMatch(/-c:v mjpeg .* pipe:1$/)
    expect(args).not.toContain('-re')
  })
})
