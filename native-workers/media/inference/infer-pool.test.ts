import { afterEach, describe, expect, it } from 'vitest'
import { decodeI420, footagePath, modelPath } from '../../../test-support/footage.ts'
import { createInferPool, type InferPool, type InferPoolReport } from './infer-pool.ts'
import { STOP_LIMIT_MS, type After } from './infer-thread.ts'

const MODEL = { id: 'yolox-nano', path: modelPath('yolox_nano.onnx'), sha256: 'any' }
const ENTRY = new URL('../../infer/thread.ts', import.meta.url)
const LOADED = { type: 'loaded', model: { inputWidth: 8, inputHeight: 8, labels: [], family: 'yolox', recognisedAs: '', provider: 'cpu', providerNote: null, deadlineTolerance: 0.1 } }
const REPLY = { detections: [], preprocessMs: 0, inferMs: 0, postprocessMs: 0 }
const PICTURE = { buffer: new SharedArrayBuffer(64 * 32 * 2), offset: 0, width: 64, height: 32 }

/** A thread that answers as told: a worker that misbehaves cannot be had from onnxruntime on demand. */
const misbehaving = (onJob: string): URL => new URL(`data:text/javascript,${encodeURIComponent(`
  import { parentPort } from 'node:worker_threads'
  parentPort.on('message', (message) => {
    if (message.type === 'load') parentPort.postMessage(${JSON.stringify(LOADED)})
    if (message.type === 'job') { ${onJob} }
    if (message.type === 'stop') parentPort.close()
  })`)}`)

/** Waits for ever, and burns nothing. */
const HANG = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)'

/** Timers that end when the test says so. */
function handClock() {
  const waiting = new Set<{ delayMs: number; callback: () => void }>()
  const after: After = (delayMs, callback) => {
    const entry = { delayMs, callback }
    waiting.add(entry)
    return () => waiting.delete(entry)
  }
  return { after, waiting, fire(delayMs: number) { for (const entry of waiting) if (entry.delayMs === delayMs && waiting.delete(entry)) entry.callback() } }
}

let pool: InferPool | undefined
let endStop: () => void = () => {}
afterEach(async () => {
  const stopped = pool?.stop()
  endStop()
  await stopped
})

function start(threadEntry: URL, threads = 1) {
  const clock = handClock()
  const reports: InferPoolReport[] = []
  let told: (() => void) | undefined
  const created = createInferPool({ threadEntry, threads, after: clock.after, runTimeoutMs: 5000, onReport: (report) => { reports.push(report); told?.() } })
  pool = created
  // The real thread ends by itself; only one that was made to hang has to be left behind.
  endStop = () => { if (threadEntry !== ENTRY) clock.fire(STOP_LIMIT_MS) }
  const reported = (): Promise<void> => new Promise((resolve) => { told = resolve })
  return { pool: created, clock, reports, reported }
}

describe('with the real model', () => {
  it('runs as many frames at a time as it has threads, and loads another time', async () => {
    const { pool } = start(ENTRY, 2)
    expect(pool.free()).toBe(0)
    expect(await pool.load(MODEL)).toMatchObject({ inputWidth: 416, inputHeight: 416, family: 'yolox' })
    expect(pool.free()).toBe(2)
    for await (const frame of decodeI420({ file: footagePath('one-by-one-person-detection.mp4'), width: 640, height: 360, startSeconds: 11, frames: 1 })) {
      const buffer = new SharedArrayBuffer(frame.length + 128)
      new Uint8Array(buffer, 128).set(frame)
      const runs = [pool.infer({ buffer, offset: 128, width: 640, height: 360 }), pool.infer({ buffer, offset: 128, width: 640, height: 360 })]
      expect([pool.free(), pool.queueDepth, pool.idle]).toEqual([0, 2, false])
      await expect(pool.infer({ buffer, offset: 0, width: 640, height: 360 })).rejects.toThrow('no infer thread is free')
      const [first, second] = await Promise.all(runs)
      expect(first?.detections[0]).toMatchObject({ label: 'person' })
      expect(second?.detections).toEqual(first?.detections)
      expect(first?.inferMs).toBeGreaterThan(0)
    }
    expect([pool.free(), pool.idle]).toEqual([2, true])
    await pool.load(MODEL)
    expect(pool.free()).toBe(2)
  })
  it('has no free thread after a model that cannot be used, and recovers with another', async () => {
    const { pool } = start(ENTRY)
    await expect(pool.load({ ...MODEL, path: footagePath('truth/one-by-one.json') })).rejects.toThrow(/found text/)
    expect(pool.free()).toBe(0)
    await pool.load(MODEL)
    expect(pool.free()).toBe(1)
  })
})

describe('when a thread misbehaves', () => {
  it('times a hung run out and starts the thread again, once', async () => {
    const { pool, clock, reports, reported } = start(misbehaving(HANG))
    await pool.load(MODEL)
    const hung = pool.infer(PICTURE)
    clock.fire(5000)
    await expect(hung).rejects.toMatchObject({ name: 'InferTimeout', message: 'an inference took longer than 5000 ms' })
    expect(reports).toEqual([{ kind: 'restarted', reason: 'an inference took longer than 5000 ms; the thread is started again' }])
    while (pool.free() === 0) await new Promise((resolve) => { setImmediate(resolve) })
    const again = pool.infer(PICTURE)
    const lost = reported()
    clock.fire(5000)
    await expect(again).rejects.toMatchObject({ name: 'InferTimeout' })
    await lost
    expect(reports[1]).toEqual({ kind: 'lost', reason: 'an inference took longer than 5000 ms; the thread is given up, 0 left' })
    expect([pool.free(), pool.threads]).toEqual([0, 0])
  })
  it('leaves a slow run of the real model alone when it times out: ending its thread would abort the process', async () => {
    const { pool, clock, reports, reported } = start(ENTRY)
    await pool.load(MODEL)
    for (let i = 0; i < 2; i++) {
      const slow = pool.infer({ buffer: new SharedArrayBuffer(640 * 360 * 2), offset: 0, width: 640, height: 360 })
      const told = reported()
      clock.fire(5000)
      await expect(slow).rejects.toMatchObject({ name: 'InferTimeout' })
      await told
      while (pool.threads > 0 && pool.free() === 0) await new Promise((resolve) => { setImmediate(resolve) })
    }
    expect(reports.map(({ kind }) => kind)).toEqual(['restarted', 'lost'])
  })
  it('rejects the run of a thread that dies', async () => {
    const { pool, reports } = start(misbehaving('process.exit(3)'))
    await pool.load(MODEL)
    await expect(pool.infer(PICTURE)).rejects.toMatchObject({ name: 'InferThreadLost', message: 'the infer thread ended with code 3' })
    expect(reports[0]?.kind).toBe('restarted')
  })
  it('keeps a thread whose run was refused', async () => {
    const { pool, reports, clock } = start(misbehaving(`parentPort.postMessage({ type: 'failed', id: message.id, message: 'bad shape' })`))
    await pool.load(MODEL)
    await expect(pool.infer(PICTURE)).rejects.toMatchObject({ name: 'InferRunFailed', message: 'bad shape' })
    expect([pool.free(), reports.length, clock.waiting.size]).toEqual([1, 0, 0])
  })
  it('ends what is under way when it is stopped', async () => {
    const { pool, reports, clock } = start(misbehaving(HANG))
    await pool.load(MODEL)
    const hung = pool.infer(PICTURE)
    const refused = hung.then(() => null, (error: unknown) => error)
    const stopped = pool.stop()
    clock.fire(STOP_LIMIT_MS)
    expect(await stopped).toBe(false)
    expect(await refused).toMatchObject({ name: 'InferThreadLost' })
    expect([pool.free(), reports.length]).toEqual([0, 0])
    await expect(pool.load(MODEL)).rejects.toThrow('the infer pool is stopped')
  })
  it('answers many jobs without a timer left behind', async () => {
    const { pool, clock } = start(misbehaving(`parentPort.postMessage({ type: 'done', id: message.id, reply: ${JSON.stringify(REPLY)} })`))
    await pool.load(MODEL)
    for (let i = 0; i < 100; i++) await pool.infer(PICTURE)
    expect(clock.waiting.size).toBe(0)
  })
})
