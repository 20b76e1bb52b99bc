import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FFMPEG, fragmentedCopy, makeVideo, probe } from '../../../../test-support/ffmpeg-clips.ts'
import { finishInit } from './finish-init.ts'
import type { Fragment } from './fragment.ts'
import { createSoundMix } from '../sound-mix.ts'
import { createFragmentSplitter, createSoundSplitter } from './fragment-splitter.ts'
import { sameStream, type InitSegment } from './init-segment.ts'
import { rebaseRow } from './rebase-row.ts'

let folder = ''
const streams = new Map<number, Buffer>()
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-mp4-'))
  for (const bFrames of [0, 2]) {
    await makeVideo({ path: join(folder, `b${bFrames}.mp4`), bFrames, seconds: 6, fps: 30, gop: 30 })
    streams.set(bFrames, fragmentedCopy(join(folder, `b${bFrames}.mp4`)))
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function split(chunks: Iterable<Uint8Array>): { init: InitSegment; fragments: Fragment[] } {
  const inits: InitSegment[] = []
  const fragments: Fragment[] = []
  const splitter = createFragmentSplitter({ onInit: (init) => inits.push(init), onFragment: (fragment) => fragments.push({ ...fragment, bytes: Buffer.from(fragment.bytes) }) })
  for (const chunk of chunks) splitter.push(chunk)
  expect(inits).toHaveLength(1)
  return { init: inits[0]!, fragments }
}

describe.each([{ bFrames: 0 }, { bFrames: 2 }])('ffmpeg\'s own stream with $bFrames B-frames', ({ bFrames }) => {
  it('says what ffprobe says of every packet', () => {
    const { init, fragments } = split([streams.get(bFrames)!])
    expect(init).toMatchObject({ codec: 'h264', width: 192, height: 144 })
    expect(init.codecString).toMatch(/^avc1\.[0-9a-f]{6}$/)
    writeFileSync(join(folder, 'stream.mp4'), streams.get(bFrames)!)
    const printed = execFileSync('ffprobe', ['-v', 'error', '-show_packets', '-show_entries', 'packet=pts,dts,duration,size,flags', '-of', 'csv=p=0', join(folder, 'stream.mp4')], { encoding: 'utf8' })
    const packets = printed.trim().split('\n').map((line) => line.split(','))
    expect(fragments.flatMap(({ samples }) => samples.map((sample) => [sample.pts, sample.dts, sample.duration, sample.bytes, sample.keyframe].map(String))))
      .toEqual(packets.map(([pts, dts, duration, size, flags]) => [pts, dts, duration, size, String(flags?.startsWith('K'))]))
    expect(fragments.filter((fragment) => fragment.keyframe)).toHaveLength(6)
    expect(Buffer.concat([init.bytes, ...fragments.map((fragment) => fragment.bytes)])).toEqual(streams.get(bFrames)!.subarray(0, init.bytes.length + fragments.reduce((sum, { bytes }) => sum + bytes.length, 0)))
  })

  it('comes out the same however the pipe cuts it', () => {
    const stream = streams.get(bFrames)!
    const whole = split([stream])
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 9_000 }), { minLength: 1, maxLength: 40 }), (sizes) => {
      const chunks: Uint8Array[] = []
      for (let at = 0, turn = 0; at < stream.length; turn += 1) {
        const size = sizes[turn % sizes.length]!
        chunks.push(stream.subarray(at, at + size))
        at += size
      }
      expect(split(chunks)).toEqual(whole)
    }), { numRuns: 30 })
  })

  it('plays from any keyframe once it is moved to 0, and the original stays as it is', () => {
    const { init, fragments } = split([streams.get(bFrames)!])
    const piece = fragments.slice(60, 150)
    const row = Buffer.concat(piece.map((fragment) => fragment.bytes))
    const before = Buffer.from(row)
    const bytes = rebaseRow(row, { shifts: [{ trackId: init.trackId, ticks: -piece[0]!.dts }], firstSequence: 7 })
    expect(row).toEqual(before)
    const moved = split([init.bytes, bytes]).fragments
    expect(moved.map((fragment) => fragment.dts)).toEqual(piece.map((fragment) => fragment.dts - piece[0]!.dts))
    const path = join(folder, 'piece.mp4')
    writeFileSync(path, Buffer.concat([finishInit(init.bytes, { durationMs: 3_000 }), bytes]))
    const { frames, seconds } = probe(path)
    expect(frames).toHaveLength(90)
    expect(seconds).toBeCloseTo(3, 2)
    const errors = execFileSync(FFMPEG, ['-v', 'error', '-i', path, '-f', 'null', '-'], { encoding: 'utf8' })
    expect(errors).toBe('')
  })
})

describe('picture and sound', () => {
  const movflags = '+empty_moov+default_base_moof'
  it('written apart become one stream, each with its own times', () => {
    const source = join(folder, 'sound.mp4')
    execFileSync(FFMPEG, ['-v', 'error', '-y', '-f', 'lavfi', '-i', 'testsrc=size=192x144:rate=10:duration=4', '-f', 'lavfi', '-i', 'sine=440:sample_rate=8000:duration=4', '-c:v', 'libx264', '-g', '10', '-bf', '2', '-c:a', 'aac', source])
    const cut = (args: readonly string[]): Buffer => execFileSync(FFMPEG, ['-v', 'error', '-i', source, ...args, '-c', 'copy', '-f', 'mp4', 'pipe:1'], { maxBuffer: 1e8 })
    const inits: InitSegment[] = []
    const fragments: Fragment[] = []
    const mix = createSoundMix({ expected: true, onInit: (init) => inits.push(init), onFragment: (fragment) => fragments.push({ ...fragment, bytes: Buffer.from(fragment.bytes) }), onGivenUp: () => { throw new Error('given up') } })
    const picture = createFragmentSplitter({ onInit: (init) => mix.pictureInit(init), onFragment: (fragment) => mix.picture(fragment) })
    const sound = createSoundSplitter({ onInit: (bytes) => mix.soundInit(bytes), onFragment: (fragment) => mix.sound(fragment) })
    picture.push(cut(['-map', '0:v', '-movflags', `${movflags}+frag_every_frame`]).subarray(0, 3_000))
    expect(inits).toEqual([])
    sound.push(cut(['-map', '0:a', '-movflags', movflags, '-frag_duration', '200000']))
    picture.push(cut(['-map', '0:v', '-movflags', `${movflags}+frag_every_frame`]).subarray(3_000))
    expect(inits).toHaveLength(1)
    const [init] = inits as [InitSegment]
    expect(init.audio).toMatchObject({ trackId: 2, timescale: 8_000 })
    const [pictures, sounds] = [fragments.filter(({ video }) => video), fragments.filter(({ video }) => !video)]
    expect(pictures).toHaveLength(40)
    expect(sounds.some(({ keyframe }) => keyframe)).toBe(false)
    expect(sounds.flatMap(({ samples }) => samples).length).toBeGreaterThan(28)
    // Both start at 0 on their own; each moves by its own ticks.
    const row = rebaseRow(Buffer.concat(fragments.map(({ bytes }) => bytes)), { shifts: [{ trackId: init.trackId, ticks: 1_024 }, { trackId: 2, ticks: 4_000 }], firstSequence: 1 })
    const path = join(folder, 'mixed.mp4')
    writeFileSync(path, Buffer.concat([finishInit(init.bytes, { durationMs: 4_500 }), row]))
    const printed = execFileSync('ffprobe', ['-v', 'error', '-show_entries', 'stream=codec_type,start_time', '-of', 'csv=p=0', path], { encoding: 'utf8' })
    expect(printed.trim().split('\n')).toEqual(['video,0.300000', 'audio,0.500000'])
    expect(execFileSync(FFMPEG, ['-v', 'error', '-i', path, '-f', 'null', '-'], { encoding: 'utf8' })).toBe('')
    expect(probe(path).frames).toHaveLength(40)
  })

  it('a camera that announces sound and sends none is recorded all the same, after three seconds', () => {
    let givenUp = 0
    const inits: InitSegment[] = []
    const fragments: Fragment[] = []
    const mix = createSoundMix({ expected: true, onInit: (init) => inits.push(init), onFragment: (fragment) => fragments.push(fragment), onGivenUp: () => { givenUp += 1 } })
    const whole = split([streams.get(0)!])
    mix.pictureInit(whole.init)
    for (const fragment of whole.fragments.slice(0, 60)) mix.picture(fragment)
    expect([inits.length, fragments.length]).toEqual([0, 0])
    for (const fragment of whole.fragments.slice(60)) mix.picture(fragment)
    expect([givenUp, inits[0]?.audio, fragments.length]).toEqual([1, null, whole.fragments.length])
  })

  it('streams are the same when a decoder is set up alike, whatever their length says', () => {
    const [plain, other] = [split([streams.get(0)!]).init, split([streams.get(2)!]).init]
    expect(sameStream(plain.bytes, finishInit(plain.bytes, { durationMs: 5_000 }))).toBe(true)
    expect(sameStream(plain.bytes, other.bytes)).toBe(false)
  })
})

it.each([
  { name: 'a plain file', bytes: () => Buffer.from('This is not an MP4 file, not even nearly.') },
  { name: 'zeros', bytes: () => Buffer.alloc(64) },
  { name: 'a box without end', bytes: () => Buffer.from([0x7f, 0xff, 0xff, 0xff, 0x6d, 0x6f, 0x6f, 0x66, 0, 0, 0, 0]) },
])('refuses what is no fragmented MP4: $name', ({ bytes }) => {
  expect(() => createFragmentSplitter({ onInit: () => {}, onFragment: () => {} }).push(bytes())).toThrow(RangeError)
})

it('refuses a fragment before the moov, and a moof that lies about itself', () => {
  const { init, fragments } = split([streams.get(0)!])
  expect(() => createFragmentSplitter({ onInit: () => {}, onFragment: () => {} }).push(fragments[0]!.bytes)).toThrow(/before the moov/)
  const broken = fragments[0]!.bytes.slice()
  broken[9] = 0xff
  expect(() => split([init.bytes, broken])).toThrow(RangeError)
})
