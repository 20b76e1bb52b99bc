import { beforeEach, describe, expect, it } from 'vitest'
import { InferenceScheduler, type InferThreads } from './inference-scheduler.ts'

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
  beforeEach(() => {
    scheduler = new InferenceScheduler()
    told = []
  })
  const submit = (cameraId: string, frame: number, stillWanted = (): boolean => true): void => {
    const name = `${cameraId}${frame}`
    scheduler.submit({
      cameraId, request: name, stillWanted,
      started: () => told.push(`${name} started`), done: (reply) => told.push(`${name} ${reply}`), failed: (error) => told.push(`${name} failed: ${String(error)}`), dropped: (reason) => told.push(`${name} ${reason}`),
    })
  }

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
    submit('b', 1, () => false)
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
})
