import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { captureArgs } from '../electron/services/capture/ffmpeg-args.ts'
import { ROOT } from '../test-support/engine.ts'
import { FFMPEG } from '../test-support/ffmpeg-clips.ts'
import { footagePath, modelPath } from '../test-support/footage.ts'
import { bar, type BenchBar, median } from './bar.ts'

const FOOTAGE = 'one-by-one-person-detection.mp4'
const BARE_RUNS = 80

/** CPU of analysing a file beside what cannot be saved: decoding it and running the model as often. */
export async function run(): Promise<BenchBar[]> {
  const file = footagePath(FOOTAGE)
  const whole = cpuOf(process.execPath, [join(ROOT, 'out/main/analyze.js'), file])
  const summary = JSON.parse(whole.stdout.trim().split('\n').at(-1) ?? '') as { inferences: number; fps: number }
  const decode = cpuOf(FFMPEG, captureArgs({
    address: { kind: 'file', path: file }, source: { format: 'mov', codec: 'h264', width: 768, height: 432, fps: 10, audio: null }, transport: 'tcp', loop: false, pace: 'fast',
    raw: { path: '/dev/null', width: 640, fps: 10 }, clip: false, sound: false,
  }))
  const floor = decode.cpuMs + summary.inferences * await bareRunMs()
  return [bar({ name: `analyze ÷ (decode + ${summary.inferences} bare runs), CPU; ${summary.fps} frames/s`, value: whole.cpuMs / floor, unit: '×', must: 1.2, aim: 1.08 })]
}

/** User and system time of a command and its children, as the shell counts it. */
function cpuOf(command: string, args: readonly string[]): { stdout: string; cpuMs: number } {
  const run = spawnSync('bash', ['-c', 'TIMEFORMAT="cpu %U %S"; time "$@"', 'bash', command, ...args], {
    encoding: 'utf8', maxBuffer: 1 << 26, env: { ...process.env, VIGIL_MODELS: dirname(modelPath('yolox_nano.onnx')), LC_ALL: 'C' },
  })
  const [, user, system] = /cpu ([\d.]+) ([\d.]+)/.exec(run.stderr) ?? []
  if (run.status !== 0 || user === undefined) throw new Error(`${command} failed: ${run.stderr}`)
  return { stdout: run.stdout, cpuMs: (Number(user) + Number(system)) * 1000 }
}

async function bareRunMs(): Promise<number> {
  const session = await InferenceSession.create(modelPath('yolox_nano.onnx'), { intraOpNumThreads: 1, interOpNumThreads: 1, graphOptimizationLevel: 'all' })
  const feeds = { images: new Tensor('float32', new Float32Array(3 * 416 * 416).fill(114), [1, 3, 416, 416]) }
  const runs: number[] = []
  for (let index = 0; index < BARE_RUNS; index++) {
    const from = process.cpuUsage()
    await session.run(feeds)
    const { user, system } = process.cpuUsage(from)
    runs.push((user + system) / 1000)
  }
  await session.release()
  return median(runs)
}
