// What our work around an inference costs: (copy, I420 to tensor, run, decode, suppress) ÷ a bare run of the same session.
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { FAMILIES } from '../native-workers/infer/families/families.ts'
import { recognise } from '../native-workers/infer/recognise.ts'
import { createDetector } from '../native-workers/infer/detector.ts'
import { signatureOf } from '../native-workers/infer/session.ts'
import { decodeI420, footagePath, modelPath } from '../test-support/footage.ts'
import { bar, median, type BenchBar } from './bar.ts'

const ROUNDS = 150
const WARM_UP = 15
const PICTURE = { width: 640, height: 360 }

async function frames(): Promise<SharedArrayBuffer[]> {
  const buffers: SharedArrayBuffer[] = []
  for await (const frame of decodeI420({ file: footagePath('one-by-one-person-detection.mp4'), ...PICTURE, startSeconds: 10, frames: 30 })) {
    const buffer = new SharedArrayBuffer(frame.length)
    new Uint8Array(buffer).set(frame)
    buffers.push(buffer)
  }
  return buffers
}

export async function run(): Promise<BenchBar[]> {
  const path = modelPath('yolox_nano.onnx')
  const session = await InferenceSession.create(path, {
    intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential', graphOptimizationLevel: 'all',
  })
  const { adapter } = recognise({ path, signature: signatureOf(session), facts: {}, families: FAMILIES })
  const detector = createDetector(session, adapter)
  const { input: { width, height }, inputName, outputs } = adapter
  const feeds = { [inputName]: new Tensor('float32', new Float32Array(3 * width * height).fill(114), [1, 3, height, width]) }
  // The cheapest way to run it: the output's memory is there already, as in the wrapper.
  const fetches = Object.fromEntries(outputs.map(({ name, shape }) => {
    const dims = shape.map((side) => side ?? 1)
    return [name, new Tensor('float32', new Float32Array(dims.reduce((product, side) => product * side, 1)), dims)]
  }))

  const pictures = await frames()
  const wrapped: number[] = []
  const bare: number[] = []
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const start = cpuMs()
    await session.run(feeds, fetches)
    const between = cpuMs()
    await detector.detect({ buffer: pictures[(round + WARM_UP) % pictures.length] as SharedArrayBuffer, offset: 0, ...PICTURE })
    const end = cpuMs()
    if (round < 0) continue
    bare.push(between - start)
    wrapped.push(end - between)
  }
  await session.release()
  // Each pair by itself: when a shared machine slows down, it slows both of a pair.
  const ratio = median(wrapped.map((ms, i) => ms / (bare[i] as number)))
  return [bar({ name: `detector wrapper ÷ bare run (CPU, ${median(wrapped).toFixed(2)} ÷ ${median(bare).toFixed(2)} ms)`, value: ratio, unit: 'ratio', must: 1.05, aim: 1.03 })]
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
