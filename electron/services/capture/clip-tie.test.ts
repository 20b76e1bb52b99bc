import { expect, it } from 'vitest'
import { firstDtsMs } from './clip-tie.ts'

const HEAD = '#software: Lavf59.27.100\n#tb 0: 1/90000\n#media_type 0: video\n'

it.each([
  { name: 'a stream that starts at 0', text: `${HEAD}0,          0,          0,     9000,     4096, 0xab\n`, ms: 0 },
  { name: 'B-frames: decoding starts before 0', text: `${HEAD}0,     -18000,          0,     9000,     4096, 0xab\n`, ms: -200 },
  { name: 'a source in the middle of its day', text: `${HEAD}0,   90000000,   90000000,     9000,     4096, 0xab\n`, ms: 1_000_000 },
  { name: 'another time base', text: '#tb 0: 1/10240\n0,      -2048,      0,     1024,     4096, 0xab\n', ms: -200 },
  { name: 'only the first packet counts', text: `${HEAD}0,      900,      900,     9000,     1, 0x1\n0,     9900,     9900,     9000,     1, 0x1\n`, ms: 10 },
  { name: 'half a line says nothing yet', text: `${HEAD}0,      90`, ms: null },
  { name: 'a head alone', text: HEAD, ms: null },
  { name: 'nothing', text: '', ms: null },
])('$name', ({ text, ms }) => {
  expect(firstDtsMs(text)).toBe(ms)
})
