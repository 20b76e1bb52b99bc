import { describe, expect, it } from 'vitest'
import { T0 } from '../../../test-support/events.ts'
import { decodedFrames } from '../../../test-support/ffmpeg-clips.ts'
import { footageBench, trigger } from '../../../test-support/footage-bench.ts'

/** A machine that is busy with other things. */
const PATIENT = { timeout: 20_000 }
const { watch } = footageBench()

describe('an event that is deleted while the next one begins', () => {
  it.each([{ mode: 'events' }, { mode: 'motion' }] as const)('takes nothing of what the next one shows (mode $mode)', async ({ mode }) => {
    const run = watch(2)
    run.clips.setCamera('gate', { ...run.config, record: { ...run.config.record, mode } })
    await run.feed(0, 71)
    run.clips.open(trigger(1), run.config)
    run.clips.end({ ...trigger(1), state: 'ended', endedAt: new Date(T0 + 7_200).toISOString() })
    await run.feed(71, 105)
    await expect.poll(() => run.last().clip.state, PATIENT).toBe('saved')
    // Not answered yet when the next event asks for the same rows: in memory they count as stored.
    const removed = run.clips.remove('E1')
    await expect.poll(() => run.local.calls.getEvent('E1'), PATIENT).toBeNull()
    run.clips.open({ ...trigger(1), id: 'E2', frameId: 'gate/1/103', startedAt: new Date(T0 + 9_900).toISOString() }, run.config)
    expect(await removed).toBe(true)
    await run.feed(105, 108, { result: { motion: { ratio: 0.1, active: true } } })
    run.clips.end({ ...trigger(1), id: 'E2', frameId: 'gate/1/103', state: 'ended', endedAt: new Date(T0 + 10_500).toISOString() })
    await run.feed(108, 139)
    await expect.poll(() => run.last().clip.state, PATIENT).toBe('saved')
    // 9.9 s - 3 s = 6.9 s: from the keyframe at 6.0 s on, most of it rows that E1 had.
    const known = new Map(run.source.frames.map(({ md5 }, index) => [md5, index]))
    const numbers = decodedFrames(await run.save('E2'), ['-xerror']).map(({ md5 }) => known.get(md5))
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => 60 + index))
    expect(numbers.length).toBeGreaterThan(60)
    expect(run.last().clip.bytes).toBe((await run.desk.clip('E2', 1))!.size)
    if (mode === 'motion') {
      await run.clips.remove('E2')
      // 10.5 s - 3 s = 7.5 s, from the keyframe before it to 10.7 s + 2 s: recorded for itself, whoever deletes its events.
      expect(run.local.calls.timeline({ cameras: ['gate'], fromMs: T0, toMs: T0 + 60_000, stepMs: 60_000 })[0]?.spans).toEqual([[T0 + 6_000, expect.closeTo(T0 + 13_000, -3)]])
    }
    run.local.close()
  })
})

it('an event that is deleted just before something moves again takes nothing of what is kept for that', async () => {
  const run = watch(0)
  run.clips.setCamera('gate', { ...run.config, record: { ...run.config.record, mode: 'motion' } })
  await run.feed(0, 71)
  run.clips.open(trigger(1), run.config)
  run.clips.end({ ...trigger(1), state: 'ended', endedAt: new Date(T0 + 7_200).toISOString() })
  await run.feed(71, 105)
  await expect.poll(() => run.last().clip.state, PATIENT).toBe('saved')
  await run.clips.remove('E1')
  await run.feed(105, 108, { result: { motion: { ratio: 0.1, active: true } } })
  await run.feed(108, 139)
  await run.clips.stop()
  // 10.5 s - 3 s = 7.5 s, from the keyframe before it.
  const stored = run.local.calls.timeline({ cameras: ['gate'], fromMs: T0, toMs: T0 + 60_000, stepMs: 60_000 })[0]?.spans
  expect(stored).toEqual([[T0 + 6_000, expect.closeTo(T0 + 13_000, -3)]])
  run.local.close()
})
