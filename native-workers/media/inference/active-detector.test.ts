import { afterEach, expect, it } from 'vitest'
import type { MediaReport } from '../../../common/wire/media-messages.ts'
import { modelPath } from '../../../test-support/footage.ts'
import { ActiveDetector } from './active-detector.ts'
import type { InferPool } from './infer-pool.ts'

const NANO = { id: 'yolox-nano', path: modelPath('yolox_nano.onnx'), sha256: 'nano' }
const FAST = { id: 'fast', path: modelPath('FastestDet.onnx'), sha256: 'fast' }
const NONE = { id: 'none-such', path: '/nowhere/x.onnx', sha256: 'x' }

let detector: ActiveDetector
afterEach(() => detector.stop())

function start() {
  const reports: MediaReport[] = []
  const pools: (InferPool | null)[] = []
  detector = new ActiveDetector({ threadEntry: new URL('../../infer/thread.ts', import.meta.url), onThreads: (pool) => pools.push(pool), post: (report) => reports.push(report) })
  const configure = (model: typeof NANO | null, providers: readonly string[] = ['cpu']) => detector.configure({ type: 'configure-detector', model, threads: 1, providers, reason: model ? null : 'Motion only, as asked for.' })
  const told = () => reports.flatMap((report) => (report.type === 'detector' ? [report] : []))
  const logged = () => reports.flatMap((report) => (report.type === 'log' ? [`${report.level} ${report.text}`] : []))
  return { pools, configure, told, logged }
}

it('tells what runs, on what, and as what it was recognised', async () => {
  const { configure, told, logged } = start()
  await configure(FAST, ['openvino', 'cpu'])
  const note = 'openvino: not in this build of onnxruntime; running on cpu'
  expect(told()).toMatchObject([{ status: { state: 'ready', modelId: 'fast', threads: 1, provider: 'cpu', note, reason: null }, model: { family: 'fastestdet', inputWidth: 352 } }])
  expect(logged()).toEqual([`warn fast runs on cpu (${note}); recognised as fastestdet: one map of 22x22 cells of 16 pixels.`])
  expect(detector.model?.deadlineTolerance).toBe(0.1)
})

it('has another model take over when it works, never without threads in between', async () => {
  const { configure, told, pools } = start()
  await configure(NANO)
  await configure(FAST)
  expect(told().map(({ status }) => status.modelId)).toEqual(['yolox-nano', 'fast'])
  expect(pools).toHaveLength(2)
  expect(pools).not.toContain(null)
  expect(detector.pool?.free()).toBe(1)
})

it('keeps the model in use when another one is refused, and says so', async () => {
  const { configure, told, logged } = start()
  await configure(NANO)
  await configure(NONE)
  const reason = '/nowhere/x.onnx: there is no such file, expected an ONNX model; check the path or its permissions; yolox-nano stays in use'
  expect(told().at(-1)).toMatchObject({ status: { state: 'ready', modelId: 'yolox-nano', reason }, model: { family: 'yolox' } })
  expect(logged().at(-1)).toBe(`error ${reason}`)
  expect(detector.pool?.free()).toBe(1)
})

it('is without a model when there was none before, and when none is wanted', async () => {
  const { configure, told, pools } = start()
  await configure(NONE)
  expect(told().at(-1)).toMatchObject({ status: { state: 'motion-only', modelId: null, provider: null }, model: null })
  await configure(NANO)
  await configure(null)
  expect(told().at(-1)).toMatchObject({ status: { state: 'motion-only', reason: 'Motion only, as asked for.' }, model: null })
  expect([detector.pool, pools.at(-1)]).toEqual([null, null])
})

it('ends with the last of several that are asked for at once', async () => {
  const { configure, told } = start()
  await Promise.all([configure(NANO), configure(NONE), configure(FAST)])
  expect(told().at(-1)).toMatchObject({ status: { state: 'ready', modelId: 'fast', reason: null } })
  expect(told().filter(({ status }) => status.modelId === 'none-such')).toEqual([])
})
