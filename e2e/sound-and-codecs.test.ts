import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Event } from '../common/contracts/event.ts'
import { frameNumberFilter } from '../electron/services/capture/test-pattern.ts'
import { type RunningEngine, startEngine, temporaryFolder } from '../test-support/engine.ts'
import { FFMPEG, probe } from '../test-support/ffmpeg-clips.ts'
import { numbersInClip } from '../test-support/numbered-video.ts'

const FPS = 10
const CAMERAS = [
  { id: 'aac', file: 'aac.mp4', picture: ['-c:v', 'libx264', '-bf', '2'], sound: ['-c:a', 'aac', '-ar', '44100'], codec: 'h264' },
  { id: 'telephone', file: 'telephone.mkv', picture: ['-c:v', 'libx264', '-bf', '0'], sound: ['-c:a', 'pcm_mulaw', '-ar', '8000', '-ac', '1'], codec: 'h264' },
  { id: 'old', file: 'old.avi', picture: ['-c:v', 'mjpeg', '-q:v', '3'], sound: ['-c:a', 'pcm_s16le', '-ar', '16000', '-ac', '1'], codec: 'h264' },
  { id: 'hevc', file: 'hevc.mp4', picture: ['-c:v', 'libx265', '-x265-params', 'log-level=error:bframes=2', '-tag:v', 'hvc1'], sound: ['-c:a', 'aac', '-ar', '48000'], codec: 'hevc' },
] as const

/** A beep begins with every frame whose number is a multiple of ten. */
function makeBeeping(path: string, picture: readonly string[], sound: readonly string[]): void {
  const run = spawnSync(FFMPEG, ['-hide_banner', '-loglevel', 'error', '-y', '-filter_complex',
    `color=0x606060:size=640x360:rate=${FPS}[back];color=white:size=60x60:rate=${FPS}[block];[back][block]overlay=x='mod(n*4\\,580)':y=216:enable='gte(n\\,20)',${frameNumberFilter()}[v];sine=frequency=1000:sample_rate=48000,volume='lt(mod(t\\,1)\\,0.1)':eval=frame[a]`,
    '-map', '[v]', '-map', '[a]', '-t', '60', ...picture, '-preset', 'veryfast', '-g', '20', '-pix_fmt', picture.includes('mjpeg') ? 'yuvj420p' : 'yuv420p', ...sound, path], { encoding: 'utf8' })
  if (run.status !== 0) throw new Error(run.stderr)
}

/** When each beep begins, seconds in the file. */
function beepsIn(path: string): number[] {
  const { stderr } = spawnSync(FFMPEG, ['-hide_banner', '-copyts', '-i', path, '-map', '0:a:0', '-af', 'silencedetect=noise=-30dB:d=0.3', '-f', 'null', '-'], { encoding: 'utf8' })
  // The last one is the end of the file.
  return [...stderr.matchAll(/silence_end: ([\d.]+)/g)].map(([, at]) => Number(at)).slice(0, -1)
}

const streamsOf = (path: string): string[] => execFileSync('ffprobe', ['-v', 'error', '-show_entries', 'stream=codec_name', '-of', 'csv=p=0', path], { encoding: 'utf8' }).trim().split('\n')

describe('cameras with sound, and with pictures not every viewer knows', () => {
  const folder = temporaryFolder()
  let engine: RunningEngine
  const clips = new Map<string, Event>()
  const fetched = async (id: string, query = ''): Promise<string> => {
    const path = join(folder, `${id}-clip${query.replaceAll(/\W/g, '-')}.mp4`)
    writeFileSync(path, new Uint8Array(await (await engine.fetch(`/api/v1/events/${clips.get(id)?.id}/clip.mp4${query}`)).arrayBuffer()))
    return path
  }

  beforeAll(async () => {
    for (const { file, picture, sound } of CAMERAS) makeBeeping(join(folder, file), picture, sound)
    const rules = { motion: { masks: [{ id: 'number', points: [[0, 0], [1, 0], [1, 0.12], [0, 0.12]] }] }, events: { on: ['motion'], preSeconds: 2, postSeconds: 1, maxSeconds: 8 } }
    engine = await startEngine({ config: { version: 1, detector: { model: 'none' }, cameras: CAMERAS.map(({ id, file }) => ({ id, inputs: [{ url: `file:${join(folder, file)}` }], detect: { fps: FPS }, ...rules })) } })
    await engine.until('a part of a clip of each', async () => {
      const events = await engine.events()
      return CAMERAS.every(({ id }) => events.some(({ camera, clip }) => camera === id && clip.verified && clip.seconds > 9))
    }, 60_000)
    for (const { id } of CAMERAS) await engine.fetch(`/api/v1/cameras/${id}`, { method: 'PATCH', body: JSON.stringify({ enabled: false }) })
    await engine.until('all clips closed', async () => {
      const events = (await engine.events()).toReversed()
      for (const { id } of CAMERAS) {
        const first = events.find(({ camera }) => camera === id)
        if (first) clips.set(id, first)
      }
      return events.every(({ clip }) => clip.state !== 'recording')
    }, 20_000)
  }, 120_000)
  afterAll(() => engine?.stop())

  it.each(CAMERAS)('$id: sound is in the clip, and at its place', async ({ id, codec }) => {
    expect(clips.get(id)?.clip).toMatchObject({ state: 'saved', verified: true, codec })
    const path = await fetched(id)
    expect(streamsOf(path)).toEqual([codec, 'aac'])
    const beeps = beepsIn(path)
    const wanted = numbersInClip(path).filter(({ number }) => number % FPS === 0).map(({ pts }) => pts)
    const apart = beeps.map((at) => wanted.reduce((nearest, pts) => (Math.abs(at - pts) < Math.abs(nearest) ? at - pts : nearest), Infinity))
    process.stdout.write(`  ${id}: ${beeps.length} beeps, ${apart.map((seconds) => Math.round(seconds * 1_000)).join(', ')} ms from their frame\n`)
    expect(beeps.length).toBeGreaterThan(4)
    // One AAC frame at 8 kHz is 128 ms long; nobody hears half of it.
    for (const seconds of apart) expect(Math.abs(seconds)).toBeLessThan(0.08)
  }, 30_000)

  it('HEVC is converted for a viewer that asks: the same frames at the same times, at once as it comes, then with Range', async () => {
    const original = numbersInClip(await fetched('hevc'))
    const first = await engine.fetch(`/api/v1/events/${clips.get('hevc')?.id}/clip.mp4?as=h264`)
    expect([first.status, first.headers.get('accept-ranges'), first.headers.get('content-length')]).toEqual([200, 'none', null])
    const path = join(folder, 'converted.mp4')
    writeFileSync(path, new Uint8Array(await first.arrayBuffer()))
    expect(streamsOf(path)).toEqual(['h264', 'aac'])
    expect(numbersInClip(path).map(({ number, pts }) => `${number} ${pts.toFixed(3)}`)).toEqual(original.map(({ number, pts }) => `${number} ${pts.toFixed(3)}`))
    const part = await engine.until<Response>('the whole of it', async () => {
      const response = await fetch(`${engine.url}/api/v1/events/${clips.get('hevc')?.id}/clip.mp4?as=h264`, { headers: { authorization: `Bearer ${engine.token}`, range: 'bytes=100-199' } })
      return response.status === 206 ? response : null
    }, 10_000)
    expect((await part.arrayBuffer()).byteLength).toBe(100)
    // What every viewer knows is never converted.
    const plain = await engine.fetch(`/api/v1/events/${clips.get('aac')?.id}/clip.mp4?as=h264`)
    expect(plain.headers.get('accept-ranges')).toBe('bytes')
    expect(probe(await fetched('aac', '?as=h264')).frames.length).toBeGreaterThan(50)
  }, 60_000)
})
