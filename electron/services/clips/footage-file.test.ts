import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { T0 } from '../../../test-support/events.ts'
import { makeFootage, type Footage } from '../../../test-support/watched-camera.ts'
import { openFootageFile, type ReadableSegment } from './footage-file.ts'
import { joinFootage } from './memory-segments.ts'
import { createRowBuilder, type BuiltRow } from './row-builder.ts'

let folder = ''
let source: Footage
let rows: BuiltRow[] = []
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-file-'))
  source = await makeFootage({ path: join(folder, 'source.mp4'), bFrames: 2, seconds: 8 })
  const builder = createRowBuilder()
  rows = [...source.fragments.flatMap((fragment) => builder.push(fragment)), ...builder.flush()]
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const segment = (from: number, to: number, { epoch = 1, laterMs = 0 } = {}): ReadableSegment => {
  const own = rows.slice(from, to)
  return {
    segment: {
      file: 'x', stream: 1, camera: 'gate', epoch, codec: 'h264', codecString: source.init.codecString, timescale: source.init.timescale, init: source.init.bytes, burnedIn: false, audio: null, alignment: { exact: true, errorMs: 0 },
      rows: own.map(({ bytes, framesMs: _framesMs, endDtsMs: _endDtsMs, ...row }) => ({ ...row, wallMs: T0 + laterMs + row.startMs, bytes: bytes.length })),
    },
    readRows: async (first, last) => own.filter(({ index }) => index >= first && index < last).map(({ bytes }) => bytes),
    readTracks: async () => own.flatMap(({ framesMs }) => framesMs.map((ms) => ({ pts: ms / 1_000, boxes: [] }))).sort((a, b) => a.pts - b.pts),
  }
}
async function bytesOf(parts: readonly ReadableSegment[], range?: readonly [number, number]): Promise<Buffer> {
  const file = openFootageFile(parts)!
  const pieces: Uint8Array[] = []
  for await (const piece of file.read(...(range ?? [0, file.size]))) pieces.push(piece)
  return Buffer.concat(pieces)
}

it('any range is a part of the same bytes', async () => {
  const parts = [segment(2, 9), segment(9, 12), segment(0, 3, { epoch: 2, laterMs: 20_000 })]
  const whole = await bytesOf(parts)
  const { size } = openFootageFile(parts)!
  expect(whole).toHaveLength(size)
  for (const range of [[0, 1], [0, size], [10, 900], [700, 701], [size - 1, size], [500, 500], [5_000, 60_000]] as const) expect(await bytesOf(parts, range)).toEqual(whole.subarray(...range))
})

it('a file that begins in the middle starts at decoding time 0 and plays without a word', async () => {
  const whole = await bytesOf([segment(4, 10)])
  const printed = execFileSync('ffprobe', ['-v', 'error', '-show_packets', '-select_streams', 'v', '-show_entries', 'packet=dts_time', '-of', 'csv=p=0', '-'], { input: whole, encoding: 'utf8' }).trim().split('\n')
  expect(Number(printed[0]?.replace(',', ''))).toBe(0)
})

it('throws when rows are gone that it was opened with', async () => {
  const part = segment(0, 9)
  await expect(bytesOf([{ ...part, readRows: async () => [] }])).rejects.toThrow('what was read is gone: it was deleted meanwhile')
  expect(openFootageFile([])).toBeNull()
})

it.each([
  { name: 'memory alone', stored: [], memory: [[0, 12]], expected: [[0, 12]] },
  { name: 'the store alone', stored: [[2, 9]], memory: [], expected: [[2, 9]] },
  { name: 'memory behind the store', stored: [[0, 6]], memory: [[4, 12]], expected: [[0, 6], [6, 12]] },
  { name: 'memory before, between and behind', stored: [[4, 6], [8, 9]], memory: [[0, 12]], expected: [[0, 4], [4, 6], [6, 8], [8, 9], [9, 12]] },
  { name: 'all of it stored', stored: [[0, 12]], memory: [[4, 8]], expected: [[0, 12]] },
])('joins what is stored with what is in memory: $name', async ({ stored, memory, expected }) => {
  const joined = joinFootage(stored.map(([from, to]) => segment(from!, to!)), memory.map(([from, to]) => segment(from!, to!)))
  expect(joined.map(({ segment: { rows: own } }) => [own[0]!.index, own.at(-1)!.index + 1])).toEqual(expected)
  const frames = (await openFootageFile(joined)!.tracks()).frames.map(({ pts }) => pts)
  expect(new Set(frames).size).toBe(frames.length)
  expect(frames).toHaveLength(rows.slice(expected[0]![0], expected.at(-1)![1]).reduce((sum, { framesMs }) => sum + framesMs.length, 0))
})
