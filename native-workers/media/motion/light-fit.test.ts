import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../test-support/random.ts'
import { findLightChange } from './light-fit.ts'

const random = seededRandom(5)
const BACK = Uint8Array.from({ length: 900 }, () => 30 + Math.floor(random() * 160))
/** The background under another light, with a thing over a share of it, and noise. */
function seen({ gain, offset, thing = 0, noise = 2 }: { gain: number; offset: number; thing?: number; noise?: number }, back = BACK): Uint8Array {
  return Uint8ClampedArray.from(back, (level, i) => (i < thing * back.length ? 20 : level * gain + offset + (random() - 0.5) * 2 * noise)) as unknown as Uint8Array
}

describe('the light of the whole picture', () => {
  it.each([
    { name: 'a lamp goes out', gain: 0.2, offset: 13 },
    { name: 'daylight comes back', gain: 1.25, offset: -3 },
    { name: 'a step of the exposure', gain: 0.9, offset: 0 },
    { name: 'fog: less contrast, brighter black', gain: 0.5, offset: 70 },
    { name: 'a lamp goes out while a lorry covers a third', gain: 0.4, offset: 10, thing: 0.33 },
    { name: 'another light, and a noisy picture', gain: 0.7, offset: 5, noise: 5 },
  ])('is found: $name', (light) => {
    const found = findLightChange({ now: seen(light), back: BACK }, 6)
    expect(found?.gain).toBeCloseTo(light.gain, 1)
    for (const level of [40, 100, 180]) expect(Math.abs(level * (found?.gain ?? 0) + (found?.offset ?? 0) - level * light.gain - light.offset)).toBeLessThan(3)
  })
  it.each([
    { name: 'nothing happens', gain: 1, offset: 0 },
    { name: 'somebody covers a third', gain: 1, offset: 0, thing: 0.33 },
    { name: 'too little to matter', gain: 1.005, offset: 0 },
    { name: 'more than half is covered: nobody knows', gain: 0.4, offset: 10, thing: 0.55 },
  ])('is the same: $name', (light) => { expect(findLightChange({ now: seen(light), back: BACK }, 6)).toBeNull() })
  it('shifts a picture without texture, where a gain means nothing', () => {
    const back = new Uint8Array(300).fill(60)
    expect(findLightChange({ now: seen({ gain: 1, offset: 90, noise: 0 }, back), back }, 5)).toEqual({ gain: 1, offset: 90, effect: 90 })
  })
  it('says nothing about a picture that is masked but for a corner', () => {
    expect(findLightChange({ now: new Uint8Array(20).fill(200), back: new Uint8Array(20).fill(50) }, 5)).toBeNull()
  })
})
