import { afterEach, expect, it } from 'vitest'
import { ask, closeWhy, openWhy, spotOf, useWhy } from './why-store.ts'

afterEach(closeWhy)

const spot = { cameraId: 'gate', point: [0.5, 0.5], atMs: 1_000 } as const
const stateNow = (): string => useWhy.getState().why.at

it('waits for a spot, and is closed again', () => {
  openWhy('gate')
  expect(useWhy.getState().why).toEqual({ at: 'pick', focus: 'gate' })
  closeWhy()
  expect(useWhy.getState()).toEqual({ why: { at: 'closed' }, still: null })
})

it('says that nobody answers while the engine is away', async () => {
  await ask(spot)
  expect(useWhy.getState().why).toMatchObject({ at: 'failed', spot, reason: expect.stringMatching(/not reachable/) as string })
})

it.each([
  { name: 'a newer question', meanwhile: () => void ask({ ...spot, atMs: 2_000 }), at: 'asking', spot: { ...spot, atMs: 2_000 } },
  { name: 'closing', meanwhile: closeWhy, at: 'closed', spot: null },
])('drops an answer that was overtaken by $name', async ({ meanwhile, at, spot: asked }) => {
  const first = ask(spot)
  meanwhile()
  expect(stateNow()).toBe(at)
  await first
  expect(spotOf(useWhy.getState().why)).toEqual(asked)
})
