import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { captureArgs } from '../electron/services/capture/ffmpeg-args.ts'
import { ROOT } from '../test-support/engine.ts'
import { FFMPEG } from '../test-support/ffmpeg-clips.ts'
import { footagePath, modelPath } from '../test-support/footage.ts'
import { bar, type BenchBar, median } from './bar.ts'

const FOOTAGE = 'one-by-one-person-detection.mp4'
const BARE_RUNS = 200

/** A round each of the whole and of its floor, one after the other: the machine's mood passes over both. */
const ROUNDS = 5

/** CPU of analysing a file beside what cannot be saved: decoding it and running the model as often. */
export async function run(): Promise<BenchBar[]> {
  const file = footagePath(FOOTAGE)
  const session = await InferenceSession.create(modelPath('yolox_nano.onnx'), { intraOpNumThreads: 1, interOpNumThreads: 1, graphOptimizationLevel: 'all' })
  await bareRunMs(session)
  const rounds: { ratio: number; inferences: number; fps: number }[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const whole = cpuOf(process.execPath, [join(ROOT, 'out/main/analyze.js'), file])
    const { inferences, fps } = JSON.parse(whole.stdout.trim().split('\n').at(-1) ?? '') as { inferences: number; fps: number }
    const decode = cpuOf(FFMPEG, captureArgs({
      address: { kind: 'file', path: file }, source: { format: 'mov', codec: 'h264', width: 768, height: 432, fps: 10, audio: null }, transport: 'tcp', loop: false, pace: 'fast',
      raw: { path: '/dev/null', width: 640, fps: 10 }, clip: 'none', sound: false,
    }))
    const bareMs = await bareRunMs(session)
    rounds.push({ ratio: whole.cpuMs / (decode.cpuMs + inferences * bareMs), inferences, fps })
    process.stderr.write(`  whole ${(whole.cpuMs / 1000).toFixed(2)} s; decoding ${(decode.cpuMs / 1000).toFixed(2)} s, ${inferences} × ${bareMs.toFixed(2)} ms: ${rounds.at(-1)?.ratio.toFixed(3)}\n`)
  }
  await session.release()
  const { inferences, fps } = rounds[0] ?? { inferences: 0, fps: 0 }
  return [bar({ name: `analyze ÷ (decode + ${inferences} bare runs), CPU; ${fps} frames/s`, value: median(rounds.map(({ ratio }) => ratio)), unit: '×', must: 1.2, aim: 1.08 })]
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

/** Mean, as the whole is a sum: of a run's rare long ones both have their share. */
async function bareRunMs(session: InferenceSession): Promise<number> {
  const feeds = { images: new Tensor('float32', new Float32Array(3 * 416 * 416).fill(114), [1, 3, 416, 416]) }
  const from = process.cpuUsage()
  for (let index = 0; index < BARE_RUNS; index++) await session.run(feeds)
  const { user, system } = process.cpuUsage(from)
  return (user + system) / 1000 / BARE_RUNS
}
