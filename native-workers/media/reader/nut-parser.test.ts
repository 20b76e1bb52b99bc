import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { NutParser } from './nut-parser.ts'

interface Read { sizes: { width: number; height: number }[]; frames: { ptsMs: number; size: number; first: number }[] }

function parse(bytes: Uint8Array, chunkLength: number): Read {
  const read: Read = { sizes: [], frames: [] }
  const slot = new Uint8Array(1 << 20)
  const parser = new NutParser({
    stream: (size) => read.sizes.push(size),
    frameBegins(ptsMs, size) {
      read.frames.push({ ptsMs, size, first: -1 })
      return slot.subarray(0, size)
    },
    frameEnds() {
      const frame = read.frames.at(-1)
      if (frame) frame.first = slot[0] ?? -1
    },
  })
  for (let at = 0; at < bytes.length; at += chunkLength) parser.push(bytes.subarray(at, at + chunkLength))
  return read
}

/** ffmpeg itself writes the stream; the picture's brightness is the frame's number. */
function nut(filter: string, extra: string[] = []): Uint8Array {
  const run = spawnSync('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-f', 'lavfi', '-i', filter, ...extra, '-pix_fmt', 'yuv420p', '-c:v', 'rawvideo',
    '-fps_mode', 'passthrough', '-enc_time_base', '-1', '-f', 'nut', 'pipe:1'], { maxBuffer: 1 << 28 })
  if (run.status !== 0) throw new Error(run.stderr.toString())
  return run.stdout
}

describe('NUT as ffmpeg writes it', () => {
  const numbered = nut("color=black:size=64x48:rate=10:duration=3,format=gray,geq=lum='N*4'")
  it.each([1, 7, 97, 4096, 1 << 20])('gives every frame with its time stamp and its own bytes, in chunks of %i', (chunk) => {
    const { sizes, frames } = parse(numbered, chunk)
    expect(sizes).toEqual([{ width: 64, height: 48 }])
    expect(frames.map((frame) => frame.ptsMs)).toEqual(Array.from({ length: 30 }, (_, n) => n * 100))
    expect(frames.every((frame) => frame.size === 4608)).toBe(true)
    expect(frames[20]!.first - frames[10]!.first).toBeGreaterThan(25)
  })
  it('keeps gaps and odd rates to the millisecond', () => {
    const { frames } = parse(nut("testsrc=size=32x32:rate=30000/1001:duration=400,select='not(mod(n\\,977))'"), 1000)
    expect(frames.map((frame) => Math.round(frame.ptsMs))).toEqual(Array.from({ length: 13 }, (_, k) => Math.round((k * 977 * 1001) / 30)))
  })
  it('knows when the stream stops inside a frame', () => {
    const parser = new NutParser({ stream: () => undefined, frameBegins: () => null, frameEnds: () => undefined })
    parser.push(numbered.subarray(0, numbered.length - 9000))
    expect(parser.insideFrame).toBe(true)
  })
  it.each([
    { name: 'another container', bytes: new TextEncoder().encode('RIFF....AVI LIST') },
    { name: 'text', bytes: new TextEncoder().encode('<html><body>hello</body></html>') },
  ])('refuses $name', ({ bytes }) => {
    expect(() => parse(bytes, 4)).toThrow(/not NUT/)
  })
})
