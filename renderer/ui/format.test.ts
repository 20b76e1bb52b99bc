import { expect, it } from 'vitest'
import { bytes, count, duration, lasting, length, percent } from './format.ts'

const plain = (text: string): string => text.replaceAll('\u202F', ' ')

it.each([
  { text: duration(0.42), is: '0.42 ms' },
  { text: duration(4.31), is: '4.3 ms' },
  { text: duration(41.26), is: '41.3 ms' },
  { text: duration(312.6), is: '313 ms' },
  { text: duration(1240), is: '1.2 s' },
  { text: duration(null), is: '–' },
  { text: count(48120), is: '48 120' },
  { text: count(999), is: '999' },
  { text: count(1234567), is: '1 234 567' },
  { text: bytes(512), is: '512 B' },
  { text: bytes(3_120_442), is: '3.1 MB' },
  { text: bytes(312_000_000_000), is: '312 GB' },
  { text: percent(0.996), is: '99.6 %' },
  { text: percent(null), is: '–' },
  { text: length(7.4), is: '0:07' },
  { text: length(754), is: '12:34' },
  { text: length(3723), is: '1:02:03' },
  { text: lasting(8_200), is: '8 s' },
  { text: lasting(240_000), is: '4 min' },
  { text: lasting(7_200_000), is: '2 h' },
  { text: lasting(172_800_000), is: '2 d' },
])('$is', ({ text, is }) => {
  expect(plain(text)).toBe(is)
})
