import { spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { join } from 'node:path'
import { captureArgs } from '../electron/services/capture/ffmpeg-args.ts'
import { sumDrops } from '../common/ledger.ts'
import { startEngine, temporaryFolder } from '../test-support/engine.ts'
import { FFMPEG } from '../test-support/ffmpeg-clips.ts'
import { bar, type BenchBar } from './bar.ts'
import { cpuBetween, isFfmpeg, processTree } from './process-tree.ts'
import { makePeopleVideo } from './videos.ts'

const CAMERAS = 10
const FPS = 20
const WARM_UP_MS = 8_000
const MEASURE_MS = 20_000

/** Ten cameras, everything but inference, beside the very same ffmpeg commands with nobody reading. */
export async function run(): Promise<BenchBar[]> {
  const video = join(temporaryFolder(), 'ten.mp4')
  makePeopleVideo({ path: video, width: 640, height: 480, fps: FPS, seconds: 20, from: 54 })
  const floorMs = await floorCpu(video)
  const engine = await startEngine({
    config: {
      version: 1,
      cameras: Array.from({ length: CAMERAS }, (_, index) => ({
        id: `cam-${index}`, inputs: [{ url: `file:${video}`, loop: true }], detect: { enabled: false, fps: FPS, width: 640 }, events: { on: [] },
      })),
    },
  })
  try {
    await engine.until('ten live cameras', async () => (await engine.get<{ cameras: { live: number } }>('/healthz')).cameras.live === CAMERAS)
    await pause(WARM_UP_MS)
    const pid = engine.process.pid ?? 0
    const warm = await engine.stats()
    const before = processTree(pid)
    const delays: number[] = []
    for (const until = performance.now() + MEASURE_MS; performance.now() < until; ) {
      await pause(1000)
      delays.push((await engine.stats()).processes.find(({ name }) => name === 'main')?.eventLoopDelayMs.p99 ?? 0)
    }
    const after = processTree(pid)
    const stats = await engine.stats()
    const frames = stats.all.ledger.captured - warm.all.ledger.captured
    const major = (of: typeof stats): number => of.processes.find(({ name }) => name === 'media')?.gc.major ?? 0
    const pool = (of: typeof stats): { hits: number; misses: number } => of.cameras.reduce((sum, camera) => ({ hits: sum.hits + camera.pool.hits, misses: sum.misses + camera.pool.misses }), { hits: 0, misses: 0 })
    const [cold, hot] = [pool(warm), pool(stats)]
    const hits = hot.hits - cold.hits
    const own = after.filter((one) => !isFfmpeg(one)).reduce((sum, { pssBytes }) => sum + pssBytes, 0)
    return [
      bar({ name: 'ten cameras 640x480@20: whole engine ÷ ffmpeg alone, CPU', value: cpuBetween(before, after) / floorMs, unit: '×', must: 1.4, aim: 1.2 }),
      bar({ name: 'ten cameras: unexplained frames', value: stats.cameras.reduce((sum, { ledger }) => sum + Math.abs(ledger.mismatch), 0), unit: 'frames', must: 0, aim: 0 }),
      bar({ name: 'ten cameras: drops', value: ((sumDrops(stats.all.ledger.outcomes) - sumDrops(warm.all.ledger.outcomes)) / frames) * 100, unit: '%', must: 0.1, aim: 0 }),
      bar({ name: 'capture → result without inference, P99', value: stats.all.stages['10s'].total?.p99 ?? null, unit: 'ms', must: 10, aim: 5 }),
      bar({ name: 'main: event-loop delay P99 with ten cameras', value: Math.max(...delays), unit: 'ms', must: 10, aim: 5 }),
      bar({ name: 'media: major collections per 10,000 frames', value: ((major(stats) - major(warm)) / frames) * 10_000, unit: '', must: 1, aim: 0 }),
      bar({ name: 'pool misses after warm-up', value: ((hot.misses - cold.misses) / Math.max(1, hits)) * 100, unit: '%', must: 0, aim: 0 }),
      bar({ name: 'Vigil\'s own memory, ten cameras and one infer thread', value: own / 1e6, unit: 'MB', must: 400, aim: 300 }),
    ]
  } finally {
    await engine.stop()
  }
}

/** CPU of the same ten commands over the same time, raw and clip going to /dev/null. */
async function floorCpu(video: string): Promise<number> {
  const args = captureArgs({
    address: { kind: 'file', path: video }, source: { format: 'mov', codec: 'h264', width: 640, height: 480, fps: FPS, audio: null }, transport: 'tcp', loop: true, pace: 'realtime',
    raw: { path: '/dev/null', width: 640, fps: FPS }, clip: 'full', sound: true,
  }).map((arg) => arg.replace(/^pipe:[34]$/, '/dev/null'))
  const children = Array.from({ length: CAMERAS }, () => spawn(FFMPEG, args, { stdio: 'ignore' }))
  try {
    await pause(WARM_UP_MS)
    const look = (): ReturnType<typeof processTree> => children.flatMap(({ pid }) => processTree(pid ?? 0))
    const before = look()
    await pause(MEASURE_MS)
    return cpuBetween(before, look())
  } finally {
    for (const child of children) child.kill('SIGKILL')
  }
}
