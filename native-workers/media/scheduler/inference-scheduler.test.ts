import { beforeEach, describe, expect, it } from 'vitest'
import { InferenceScheduler, type InferThreads } from './inference-scheduler.ts'
import type { Tier } from './tiers.ts'

/** Threads that answer when the test says so. */
function handThreads(count: number) {
  const running: { request: string; answer: (reply: string) => Promise<void>; fail: (error: Error) => Promise<void> }[] = []
  const settle = async (): Promise<void> => { for (let turn = 0; turn < 5; turn++) await Promise.resolve() }
  const threads: InferThreads<string, string> = {
    free: () => count - running.length,
    infer: (request) => new Promise((resolve, reject) => {
      const end = async (act: () => void): Promise<void> => {
        running.splice(running.indexOf(one), 1)
        act()
        await settle()
      }
      const one = { request, answer: (reply: string) => end(() => resolve(reply)), fail: (error: Error) => end(() => reject(error)) }
      running.push(one)
    }),
  }
  return { threads, running, next: () => running[0] ?? expect.unreachable('nothing runs') }
}

describe('the detector, shared between cameras', () => {
  let scheduler: InferenceScheduler<string, string>
  let told: string[]
  let now: number
  beforeEach(() => {
    now = 0
    scheduler = new InferenceScheduler(() => now)
    told = []
  })
  interface Wish { tier?: Tier; weight?: number; deadlineAt?: number; more?: string[]; stillWanted?: () => boolean }
  const submit = (cameraId: string, frame: number, { tier = 'live', weight = 2, deadlineAt = 0, more = [], stillWanted = () => true }: Wish = {}): void => {
    const name = `${cameraId}${frame}`
    const left = [...more]
    scheduler.submit({
      cameraId, request: name, tier, weight, deadlineAt, stillWanted,
      started: () => told.push(`${name} started`),
      ran: (reply) => {
        const next = left.shift()
        told.push(`${name} ${next === undefined ? reply : `${reply}, then ${next}`}`)
        return next ?? null
      },
      failed: (error) => told.push(`${name} failed: ${String(error)}`), dropped: (reason) => told.push(`${name} ${reason}`),
    })
  }
  /** Always wanting cameras; `submitNext` is called for the camera that was served. Returns who was served, in order. */
  async function serve(runs: number, { running }: ReturnType<typeof handThreads>, submitNext: (camera: string, run: number) => void): Promise<string[]> {
    const served: string[] = []
    for (let run = 1; run <= runs; run++) {
      const { request, answer } = running[0] ?? expect.unreachable('nothing runs')
      served.push(request.slice(0, 1))
      // The next frame comes while this one is in the detector: there is too little of it for all.
      submitNext(request.slice(0, 1), run)
      now += 25
      await answer('done')
    }
    return served
  }
  const share = (served: readonly string[], camera: string): number => served.filter((name) => name === camera).length / served.length

  it('runs what it can at once and keeps one frame waiting per camera, the newest', async () => {
    const { threads, next } = handThreads(1)
    scheduler.setThreads(threads)
    submit('a', 1)
    submit('a', 2)
    submit('a', 3)
    expect(told).toEqual(['a1 started', 'a2 superseded'])
    expect([scheduler.queueDepth, scheduler.hasWaiting('a'), scheduler.hasWaiting('b')]).toEqual([1, true, false])
    await next().answer('done')
    expect(told.slice(2)).toEqual(['a1 done', 'a3 started'])
  })
  it('serves in turn: a fast camera does not starve a slow one', async () => {
    const { threads, next } = handThreads(1)
    scheduler.setThreads(threads)
    for (const camera of ['a', 'b', 'c']) submit(camera, 0)
    const served: string[] = []
    for (let frame = 1; frame <= 30; frame++) {
      // `a` always has something newer to show; the others only when they were served.
      submit('a', frame)
      const { request } = next()
      served.push(request.slice(0, 1))
      await next().answer('done')
      if (!request.startsWith('a')) submit(request.slice(0, 1), frame)
    }
    for (const camera of ['a', 'b', 'c']) expect(served.filter((name) => name === camera).length).toBe(10)
  })
  it('never runs two frames of one camera at a time: they must end in order', async () => {
    const { threads, running, next } = handThreads(2)
    scheduler.setThreads(threads)
    submit('a', 1)
    submit('a', 2)
    submit('b', 1)
    expect(running.map(({ request }) => request)).toEqual(['a1', 'b1'])
    await next().answer('done')
    expect(running.map(({ request }) => request)).toEqual(['b1', 'a2'])
  })
  it('asks once more before it runs a frame that waited: too old is stale', async () => {
    const { threads, next } = handThreads(1)
    scheduler.setThreads(threads)
    submit('a', 1)
    submit('b', 1, { stillWanted: () => false })
    submit('c', 1)
    await next().answer('done')
    expect(told).toEqual(['a1 started', 'a1 done', 'b1 stale', 'c1 started'])
  })
  it('goes on after a run that failed', async () => {
    const { threads, next } = handThreads(1)
    scheduler.setThreads(threads)
    submit('a', 1)
    submit('b', 1)
    await next().fail(new Error('hung'))
    expect(told).toEqual(['a1 started', 'a1 failed: Error: hung', 'b1 started'])
  })
  it('drops what waits when the camera leaves, and lets what runs answer', async () => {
    const { threads, next } = handThreads(1)
    scheduler.setThreads(threads)
    submit('a', 1)
    submit('a', 2)
    scheduler.leave('a')
    await next().answer('done')
    expect(told).toEqual(['a1 started', 'a2 shutdown', 'a1 done'])
  })
  it('drops what waits when the model goes, and is ready again with the next', () => {
    const { threads } = handThreads(0)
    scheduler.setThreads(threads)
    expect(scheduler.ready).toBe(true)
    submit('a', 1)
    submit('b', 1)
    scheduler.setThreads(null)
    expect([scheduler.ready, scheduler.queueDepth]).toEqual([false, 0])
    expect(told).toEqual(['a1 shutdown', 'b1 shutdown'])
    scheduler.setThreads(handThreads(1).threads)
    submit('a', 2)
    expect(told.at(-1)).toBe('a2 started')
  })

  it.each([2, 4])('gives %i cameras the same share, whatever their rates', async (count) => {
    const hand = handThreads(1)
    scheduler.setThreads(hand.threads)
    const cameras = 'abcd'.slice(0, count).split('')
    for (const camera of cameras) submit(camera, 0)
    const served = await serve(400, hand, (camera, run) => {
      // The first camera has a new frame at every turn, the others only when they were served.
      submit('a', run)
      if (camera !== 'a') submit(camera, run)
    })
    for (const camera of cameras) expect(share(served, camera)).toBeCloseTo(1 / count, 2)
  })
  it('gives by weight when there is not enough for all', async () => {
    const hand = handThreads(1)
    scheduler.setThreads(hand.threads)
    const weights: Record<string, number> = { a: 4, b: 2, c: 1 }
    for (const [camera, weight] of Object.entries(weights)) submit(camera, 0, { weight })
    const served = await serve(700, hand, (camera, run) => submit(camera, run, { weight: weights[camera]! }))
    expect([share(served, 'a'), share(served, 'b'), share(served, 'c')].map((part) => Math.round(part * 70))).toEqual([40, 20, 10])
  })
  it('gives a camera that paused no more than its share afterwards', async () => {
    const hand = handThreads(1)
    scheduler.setThreads(hand.threads)
    submit('a', 0)
    await serve(100, hand, (_, run) => submit('a', run))
    submit('b', 0)
    const served = await serve(100, hand, (camera, run) => submit(camera, run))
    expect(share(served, 'a')).toBeCloseTo(0.5, 1)
  })
  it('counts every run of a frame against its camera', async () => {
    const hand = handThreads(1)
    scheduler.setThreads(hand.threads)
    submit('a', 0, { tier: 'batch', more: ['a-crop', 'a-crop'] })
    submit('b', 0, { tier: 'batch' })
    const served = await serve(300, hand, (camera, run) => {
      if (!scheduler.hasWaiting(camera)) submit(camera, run, { tier: 'batch', more: camera === 'a' ? ['a-crop', 'a-crop'] : [] })
    })
    expect(share(served, 'a')).toBeCloseTo(0.5, 1)
  })
  it('ends a frame that has begun before it begins a newer one of the same camera', async () => {
    const { threads, running, next } = handThreads(1)
    scheduler.setThreads(threads)
    submit('a', 1, { more: ['a1 crop'] })
    submit('a', 2)
    submit('b', 1)
    await next().answer('whole')
    expect(running.map(({ request }) => request)).toEqual(['b1'])
    await next().answer('done')
    expect(running.map(({ request }) => request)).toEqual(['a1 crop'])
    await next().answer('done')
    expect(running.map(({ request }) => request)).toEqual(['a2'])
    expect(told).toEqual(['a1 started', 'a1 whole, then a1 crop', 'b1 started', 'b1 done', 'a1 done', 'a2 started'])
  })
  it.each([{ tier: 'live', kept: 1 }, { tier: 'balanced', kept: 3 }, { tier: 'batch', kept: 9 }] as const)('lets $kept of nine frames wait: $tier', ({ tier, kept }) => {
    scheduler.setThreads(handThreads(0).threads)
    for (let frame = 1; frame <= 9; frame++) submit('a', frame, { tier })
    expect(told).toEqual(Array.from({ length: 9 - kept }, (_, index) => `a${index + 1} superseded`))
    expect(scheduler.queueDepth).toBe(kept)
  })
  it('takes live cameras before files, but lets a file have a turn once a second', async () => {
    const hand = handThreads(1)
    scheduler.setThreads(hand.threads)
    submit('a', 0)
    submit('f', 0, { tier: 'batch' })
    const served = await serve(200, hand, (camera, run) => submit(camera, run, camera === 'f' ? { tier: 'batch' } : {}))
    // 25 ms a run: about one in forty.
    expect(served.filter((name) => name === 'f').length).toBeGreaterThanOrEqual(4)
    expect(share(served, 'f')).toBeLessThan(0.05)
  })
  it('prefers the more urgent of two that are owed the same', async () => {
    const { threads, next } = handThreads(1)
    scheduler.setThreads(threads)
    submit('x', 1)
    submit('a', 1, { deadlineAt: 300 })
    submit('b', 1, { deadlineAt: 200 })
    await next().answer('done')
    expect(told.at(-1)).toBe('b1 started')
  })
  it('drops a frame between two of its runs when its camera or the model goes', async () => {
    const { threads, next } = handThreads(1)
    scheduler.setThreads(threads)
    submit('a', 1, { more: ['crop'] })
    submit('b', 1)
    await next().answer('whole')
    scheduler.leave('a')
    submit('c', 1, { more: ['crop'] })
    await next().answer('done')
    scheduler.setThreads(null)
    await next().answer('whole')
    expect(told.slice(1)).toEqual(['a1 whole, then crop', 'b1 started', 'a1 shutdown', 'b1 done', 'c1 started', 'c1 whole, then crop', 'c1 shutdown'])
  })
})
