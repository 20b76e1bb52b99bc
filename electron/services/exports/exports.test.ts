import { describe, expect, it } from 'vitest'
import type { ClipTracks } from '../../../common/contracts/event.ts'
import { isEncoded, mp4Args, progressMs } from './export-args.ts'
import { exportName } from './export-name.ts'
import { overlayAss, wallText } from './overlay-ass.ts'

const frames: ClipTracks['frames'] = [
  { pts: 0, boxes: [[7, 'person', 0.91, 0.25, 0.5, 0.125, 0.25, 0]] },
  { pts: 0.1, boxes: [] },
  { pts: 0.2, boxes: [[7, 'person', 0.9, 0.5, 0.5, 0.125, 0.25, 1], [9, 'bad}{\\b1', 0.5, 0, 0, 0.1, 0.1, 0]] },
  { pts: 5, boxes: [[7, 'person', 0.9, 0.5, 0.5, 0.125, 0.25, 0]] },
]
const overlay = (parts: Partial<Parameters<typeof overlayAss>[0]> = {}): string[] =>
  overlayAss({ width: 640, height: 360, durationMs: 5_100, tracks: frames, startWallMs: null, masks: [], ...parts }).split('\n').filter((line) => line.startsWith('Dialogue'))

describe('what is burned in', () => {
  it('every box stands on its own frame, from the middle before it to the middle behind it', () => {
    expect(overlay().filter((line) => line.startsWith('Dialogue: 1')).map((line) => line.split(',').slice(1, 3))).toEqual([
      ['0:00:00.00', '0:00:00.05'], ['0:00:00.15', '0:00:00.45'], ['0:00:00.15', '0:00:00.45'], ['0:00:04.75', '0:00:05.02'],
    ])
    expect(overlay()[0]).toContain('m 160 180 l 240 180 240 270 160 270')
  })
  it('a label is never taken for a command', () => {
    const label = overlay().find((line) => line.includes('bad'))
    expect(label).toContain('bad)(∕b1 0.50 · 9')
  })
  it('masks lie over the whole length, the time changes with the second', () => {
    const lines = overlay({ tracks: null, masks: [[[0, 0], [0.5, 0], [0.5, 0.5]]], startWallMs: Date.UTC(2026, 10, 25, 9, 15, 2, 400) })
    expect(lines[0]).toBe('Dialogue: 0,0:00:00.00,0:01:05.10,Default,{\\p1\\pos(0,0)\\bord0\\shad0\\1c&H000000&}m 0 0 l 320 0 320 180{\\p0}')
    expect(lines.slice(1).map((line) => line.split(',').slice(1, 3))).toEqual([
      ['0:00:00.00', '0:00:00.60'], ['0:00:00.60', '0:00:01.60'], ['0:00:01.60', '0:00:02.60'], ['0:00:02.60', '0:00:03.60'], ['0:00:03.60', '0:00:04.60'], ['0:00:04.60', '0:00:05.10'],
    ])
    expect(lines[1]).toContain(wallText(Date.UTC(2026, 10, 25, 9, 15, 2)))
  })
  it('the wall clock names its distance from UTC', () => {
    expect(wallText(Date.UTC(2026, 6, 1, 12))).toMatch(/^2026-0[67]-\d\d \d\d:\d\d:00 [+-]\d\d:\d\d$/)
  })
})

it.each([
  { name: 'H.264 is copied', asked: { codec: 'h264', overlay: null }, encoded: false },
  { name: 'HEVC is not, because not everybody can play it', asked: { codec: 'hevc', overlay: null }, encoded: true },
  { name: 'what is drawn upon is not', asked: { codec: 'h264', overlay: 'overlay.ass' }, encoded: true },
])('$name', ({ asked, encoded }) => {
  expect(isEncoded(asked)).toBe(encoded)
  const args = mp4Args({ ...asked, target: '/x/gate.mp4' }).join(' ')
  expect(args).toContain(encoded ? '-c:v libx264' : '-c:v copy')
  expect(args.includes('ass=overlay.ass')).toBe(asked.overlay !== null)
  expect(args).toMatch(/-movflags \+faststart -f mp4 -y \/x\/gate\.mp4$/)
})

it.each(['../a.ass', 'a,b.ass', "a'.ass", '-y.ass', 'a b.ass'])('takes no overlay a filter graph could misread: %s', (name) => {
  expect(() => mp4Args({ codec: 'h264', overlay: name, target: 'x' })).toThrow('expected a plain name')
})

it.each([
  { text: 'frame=1\nout_time_us=1500000\nprogress=continue\nout_time_us=2500000\n', ms: 2_500 },
  { text: 'out_time_us=N/A\n', ms: null },
  { text: '', ms: null },
])('reads how far ffmpeg is: $ms', ({ text, ms }) => {
  expect(progressMs(text)).toBe(ms)
})

it('names a file after camera, label and time, without anything a shell or a disk could mind', () => {
  expect(exportName({ camera: 'gate', what: 'person', startMs: Date.UTC(2026, 10, 25, 9, 15, 2) })).toMatch(/^gate_person_2026-11-2\d_\d\d-\d\d-02$/)
  expect(exportName({ camera: 'gate', what: 'a/b "c"', startMs: 0 })).toMatch(/^gate_a-b-c-_19/)
  expect(exportName({ camera: 'gate', what: null, startMs: 0 })).toMatch(/^gate_19[67]/)
})
