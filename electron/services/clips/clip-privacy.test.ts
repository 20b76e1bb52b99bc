import { expect, it } from 'vitest'
import type { Event } from '../../../common/contracts/event.ts'
import type { Mask } from '../../../common/contracts/regions.ts'
import { privacyMarker } from './clip-privacy.ts'

const clip: Event['clip'] = { state: 'recording', seconds: 0, bytes: 0, verified: false }
const window: Mask = { id: 'window', points: [[0.1, 0.1], [0.2, 0.1], [0.2, 0.2]] }
const door: Mask = { id: 'door', points: [[0.5, 0.1], [0.6, 0.1], [0.6, 0.2]] }

it.each<{ name: string; burnedIn?: boolean; masks: readonly (readonly Mask[])[]; expected: Partial<Event['clip']> }>([
  { name: 'a camera without masks says nothing', masks: [[]], expected: {} },
  { name: 'a copied clip does not have them', masks: [[window]], expected: { privacy: 'not-in-clip', privacyMasks: [window.points] } },
  { name: 'an encoded clip has them', burnedIn: true, masks: [[window]], expected: { privacy: 'burned-in' } },
  { name: 'one was added meanwhile', masks: [[window], [window, door]], expected: { privacy: 'not-in-clip', privacyMasks: [window.points, door.points] } },
  { name: 'one was taken away meanwhile', masks: [[window, door], []], expected: { privacy: 'not-in-clip', privacyMasks: [window.points, door.points] } },
])('$name', ({ burnedIn = false, masks, expected }) => {
  let now: readonly Mask[] = []
  const mark = privacyMarker({ burnedIn }, () => now)
  const last = masks.map((step) => {
    now = step
    return mark(clip)
  }).at(-1)
  expect(last).toEqual({ ...clip, ...expected })
})
