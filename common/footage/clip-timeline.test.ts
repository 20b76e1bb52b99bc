import { expect, it } from 'vitest'
import { clipTimeline } from './clip-timeline.ts'
import { mediaFileOf, parseMediaFile } from './media-file.ts'

const WALL = 1_000_000
/** Half a second each; `dts` runs 200 ms ahead of what is shown, as with two B-frames at 10 fps. */
const segment = (epoch: number, from: number, to: number, wallMs: number) =>
  ({ camera: 'gate', epoch, rows: Array.from({ length: to - from }, (_, n) => ({ startMs: (from + n) * 500 + 200, endMs: (from + n + 1) * 500 + 200, dtsMs: (from + n) * 500, wallMs: wallMs + n * 500 })) })

it.each([
  { name: 'one segment begins at decoding time 0', segments: [segment(1, 4, 8, WALL)], shifts: [-2_000], gaps: [], durationMs: 2_200, startWallMs: WALL - 200 },
  { name: 'midnight: the same stream in the next file', segments: [segment(1, 4, 8, WALL), segment(1, 8, 10, WALL + 2_000)], shifts: [-2_000, -2_000], gaps: [], durationMs: 3_200, startWallMs: WALL - 200 },
  { name: 'the same stream with a pause in what was recorded', segments: [segment(1, 4, 8, WALL), segment(1, 20, 22, WALL + 8_000)], shifts: [-2_000, -2_000], gaps: [[2.2, 8.2]], durationMs: 9_200, startWallMs: WALL - 200 },
  { name: 'ffmpeg restarted: as long as the wall clock says', segments: [segment(1, 4, 8, WALL), segment(2, 0, 2, WALL + 5_000)], shifts: [-2_000, 5_000], gaps: [[2.2, 5.2]], durationMs: 6_200, startWallMs: WALL - 200 },
  { name: 'a clock that was set back an hour folds nothing', segments: [segment(1, 4, 8, WALL), segment(2, 0, 2, WALL - 3_600_000)], shifts: [-2_000, 2_200], gaps: [], durationMs: 3_400, startWallMs: WALL - 200 },
  { name: 'and in the middle of a stream it does not matter', segments: [segment(1, 4, 8, WALL), segment(1, 8, 10, WALL - 3_600_000)], shifts: [-2_000, -2_000], gaps: [], durationMs: 3_200, startWallMs: WALL - 200 },
])('$name', ({ segments, shifts, gaps, durationMs, startWallMs }) => {
  const timeline = clipTimeline(segments)
  expect(timeline.segments.map(({ shiftMs }) => shiftMs)).toEqual(shifts)
  expect(timeline).toMatchObject({ gaps, durationMs, startWallMs })
})

it('a run with rows left out tells where', () => {
  const { rows, ...rest } = segment(1, 0, 12, WALL)
  expect(clipTimeline([{ ...rest, rows: rows.filter((_, n) => n < 4 || n > 7) }]).gaps).toEqual([[2.2, 4.2]])
})

it.each([
  { file: '2026-11-25.gate', parts: { day: '2026-11-25', camera: 'gate' } },
  { file: '2026-11-25', parts: { day: '2026-11-25', camera: null } },
  { file: 'pinned.gate-2', parts: { day: null, camera: 'gate-2' } },
])('reads $file', ({ file, parts }) => {
  expect(parseMediaFile(file)).toEqual(parts)
})
it.each(['gate', '2026-1-1.gate', '../x', '2026-11-25.gate.x', ''])('refuses "%s"', (file) => {
  expect(() => parseMediaFile(file)).toThrow(RangeError)
})
it('a day ends at midnight UTC', () => {
  expect([Date.UTC(2026, 10, 25, 23, 59, 59, 999), Date.UTC(2026, 10, 26)].map((ms) => mediaFileOf(ms, 'gate'))).toEqual(['2026-11-25.gate', '2026-11-26.gate'])
})
