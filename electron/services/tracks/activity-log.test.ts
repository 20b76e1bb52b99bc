import { expect, it } from 'vitest'
import type { ActivityStep } from '../../../common/wire/store-messages.ts'
import { aResult, silentLogger, T0 } from '../../../test-support/events.ts'
import { createActivityLog } from './activity-log.ts'

function setup(answer: () => Promise<void> = () => Promise.resolve()) {
  const stored = new Map<string, ActivityStep>()
  let calls = 0
  const log = createActivityLog({
    logger: silentLogger,
    store: {
      async putActivity({ file, camera, steps }) {
        calls += 1
        await answer()
        for (const step of steps) stored.set(`${file} ${camera} ${(step.atMs - T0) / 1_000}`, structuredClone(step))
      },
    },
  })
  return { log, stored, calls: () => calls, frames: () => [...stored.values()].reduce((sum, { outcomes }) => sum + Object.values(outcomes).reduce((a, b) => a + b, 0), 0) }
}
const frame = (n: number, ratio = 0, active = ratio > 0.01) => aResult({ sequence: n, ptsMs: n * 100, outcome: n % 2 === 0 ? 'still' : 'inferred', motion: { ratio, active } })

it('counts every frame under its outcome, whenever it is asked in between', async () => {
  const { log, frames, stored } = setup()
  for (let n = 0; n < 1_234; n += 1) {
    log.onResult(frame(n))
    if (n % 77 === 0) await log.flush('gate')
  }
  await log.flush('gate')
  expect(frames()).toBe(1_234)
  expect(stored.get('2026-11-21.gate gate 0')?.outcomes).toEqual({ still: 50, inferred: 50 })
  expect(stored.size).toBe(13)
})

it('keeps the largest motion of ten seconds, and only what counts as motion', async () => {
  const { log, stored } = setup()
  for (const [n, ratio, active] of [[0, 0.2, true], [1, 0.7, false], [2, 0.31234, true], [100, 0.005, false]] as const) log.onResult(frame(n, ratio, active))
  await log.flush('gate')
  expect([...stored.values()].map(({ motion }) => motion)).toEqual([0.312, 0])
})

it('one call a minute, and what was counted when a camera goes is stored', async () => {
  const { log, calls, frames } = setup()
  for (let n = 0; n < 6_000; n += 1) log.onResult(frame(n))
  expect(calls()).toBeLessThanOrEqual(10)
  log.cameraGone('gate')
  await log.flush('gate')
  expect(frames()).toBe(6_000)
})

it('a store that is away costs a gap in a curve and nothing else', async () => {
  const { log } = setup(() => Promise.reject(new Error('away')))
  for (let n = 0; n < 2_000; n += 1) log.onResult(frame(n))
  await expect(log.flush('gate')).resolves.toBeUndefined()
  log.stop()
})
