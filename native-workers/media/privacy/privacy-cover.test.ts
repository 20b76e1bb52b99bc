import { expect, it } from 'vitest'
import type { Mask } from '../../../common/contracts/regions.ts'
import { PrivacyCover } from './privacy-cover.ts'

const size = { width: 8, height: 4 }
const window: Mask = { id: 'window', points: [[0.3, 0.3], [0.6, 0.3], [0.6, 0.6], [0.3, 0.6]] }

function hidden(masks: readonly Mask[]): number[] {
  const cover = new PrivacyCover()
  cover.setMasks(masks)
  const picture = new Uint8Array(48).fill(200)
  cover.hide(picture, size)
  return [...picture]
}

it('makes luma dark and colour grey behind a mask, and nothing else', () => {
  const luma = hidden([window]).slice(0, 32).map((value, index) => (value === 16 ? index : -1)).filter((index) => index >= 0)
  expect(luma).toEqual([10, 11, 12, 18, 19, 20])
  // A colour sample belongs to four pixels: one of them behind the mask is enough.
  expect(hidden([window]).slice(32)).toEqual([200, 128, 128, 200, 200, 128, 128, 200, 200, 128, 128, 200, 200, 128, 128, 200])
})

it('touches nothing without masks', () => {
  expect(hidden([])).toEqual(Array(48).fill(200))
})

it('follows another size', () => {
  const cover = new PrivacyCover()
  cover.setMasks([window])
  cover.hide(new Uint8Array(48), size)
  const larger = new Uint8Array(16 * 8 * 1.5).fill(200)
  cover.hide(larger, { width: 16, height: 8 })
  expect(larger.slice(0, 128).filter((value) => value === 16)).toHaveLength(18)
})

it.each([
  { name: 'the same masks again', masks: [{ ...window }], changed: false, version: 1 },
  { name: 'another corner', masks: [{ ...window, points: [...window.points.slice(1), [0.1, 0.9]] }] as Mask[], changed: true, version: 2 },
  { name: 'none any more', masks: [], changed: true, version: 2 },
])('knows whether they changed: $name', ({ masks, changed, version }) => {
  const cover = new PrivacyCover()
  cover.setMasks([window])
  expect(cover.setMasks(masks)).toBe(changed)
  expect(cover.version).toBe(version)
})
