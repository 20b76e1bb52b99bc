import { describe, expect, it } from 'vitest'
import { RewindConfig } from '../../../common/contracts/config.ts'
import { planClip, rewindReach } from './plan-clip.ts'

type Given = Parameters<typeof planClip>[0]
const MJPEG: Given = { codec: 'mjpeg', record: false, rewind: 'all', burnIn: false, fullSpeed: false }
const H264: Given = { ...MJPEG, codec: 'h264' }

describe('what a clip is made of', () => {
  it.each<{ name: string; given: Given; output: string; says: RegExp | null }>([
    { name: 'what is not recorded is encoded cheaply', given: MJPEG, output: 'light', says: null },
    { name: 'what is recorded is encoded well', given: { ...MJPEG, record: true }, output: 'full', says: null },
    { name: 'what can be copied costs nothing', given: { ...H264, rewind: 'copied' }, output: 'full', says: null },
    { name: 'HEVC is copied too', given: { ...H264, codec: 'hevc', rewind: 'copied' }, output: 'full', says: null },
    { name: 'masks that are burned in cost an encoding', given: { ...H264, burnIn: true }, output: 'light', says: null },
    { name: 'and the operator may not want to pay for one', given: { ...H264, burnIn: true, rewind: 'copied' }, output: 'none', says: /rewind\.encode/ },
    { name: 'nor for another codec', given: { ...MJPEG, rewind: 'copied' }, output: 'none', says: /rewind\.encode/ },
    { name: 'a file at full speed is not slowed down by an encoder', given: { ...MJPEG, fullSpeed: true }, output: 'none', says: /full speed/ },
    { name: 'but copied', given: { ...H264, fullSpeed: true }, output: 'full', says: null },
    { name: 'switched off: nothing', given: { ...MJPEG, rewind: 'none' }, output: 'none', says: /switched off/ },
    { name: 'switched off: no copy either', given: { ...H264, rewind: 'none' }, output: 'none', says: /switched off/ },
    { name: 'switched off, but recorded', given: { ...MJPEG, rewind: 'none', record: true }, output: 'full', says: /switched off/ },
  ])('$name', ({ given, output, says }) => {
    const plan = planClip(given)
    expect(plan.output).toBe(output)
    if (says === null) expect(plan.rewindProblem).toBeNull()
    else expect(plan.rewindProblem).toMatch(says)
  })

  it.each<{ given: unknown; reach: string }>([
    { given: {}, reach: 'all' }, { given: { encode: false }, reach: 'copied' }, { given: 'off', reach: 'none' }, { given: { seconds: 0 }, reach: 'none' }, { given: { maxMb: 0 }, reach: 'none' },
  ])('rewind: $given keeps $reach', ({ given, reach }) => {
    expect(rewindReach(RewindConfig.parse(given))).toBe(reach)
  })
})
