import { expect, it } from 'vitest'
import { canPlay } from './codec.ts'

const chromium = (type: string): string => (/avc1|vp09|av01/.test(type) ? 'probably' : '')
const safari = (type: string): string => (/avc1|hvc1|hev1/.test(type) ? 'probably' : '')

it.each([
  { name: 'H.264', stored: { codec: 'h264' }, judge: chromium, is: true },
  { name: 'an old clip that does not say', stored: {}, judge: chromium, is: true },
  { name: 'H.265 where it is not known', stored: { codec: 'hevc' }, judge: chromium, is: false },
  { name: 'H.265 where it is known', stored: { codec: 'hevc' }, judge: safari, is: true },
  { name: 'H.265 by its own string', stored: { codec: 'hevc', codecString: 'hev1.2.4.L153.B0' }, judge: safari, is: true },
  { name: 'what no browser was ever asked', stored: { codec: 'mpeg4' }, judge: safari, is: false },
])('$name: $is', ({ stored, judge, is }) => {
  expect(canPlay(stored, judge)).toBe(is)
})
