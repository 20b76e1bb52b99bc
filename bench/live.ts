import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sumDrops } from '../common/ledger.ts'
import type { Stats } from '../common/contracts/stats.ts'
import { launchBrowser, openConsole } from '../test-support/browser.ts'
import { type RunningEngine, startEngine, temporaryFolder } from '../test-support/engine.ts'
import { bar, type BenchBar } from './bar.ts'
import { makePeopleVideo } from './videos.ts'

const WARM_UP_MS = 6_000
const MEASURE_MS = 20_000

/** Four cameras with people and inference on motion: without a viewer, then with four tiles in a browser; then one camera at 60 fps. */
export async function run(): Promise<BenchBar[]> {
  const folder = temporaryFolder()
  const cameras = [10, 26, 54, 96].map((from, index) => {
    const path = join(folder, `people-${index}.mp4`)
    makePeopleVideo({ path, width: 640, height: 360, fps: 15, seconds: 12, from })
    return { id: `cam-${index}`, inputs: [{ url: `file:${path}`, loop: true }], detect: { fps: 15 }, events: { on: [] } }
  })
  return [...await fourCameras(cameras), ...await stress(folder)]
}

async function fourCameras(cameras: readonly object[]): Promise<BenchBar[]> {
  const engine = await startEngine({ config: { version: 1, cameras } })
  try {
    const { before, after } = await measure(engine)
    const inferredP99 = after.all.stages['1m'].total?.p99 ?? null
    const bareP50 = after.infer.run?.p50 ?? 0
    const browser = await launchBrowser()
    const { page } = await openConsole(browser, engine, '#/live')
    await page.keyboard.press('4')
    await pause(WARM_UP_MS + MEASURE_MS)
    const watched = await engine.stats()
    await browser.close()
    return [
      bar({ name: 'four cameras 640x360@15, inference on motion: drops', value: dropShare(before, after), unit: '%', must: 0.1, aim: 0 }),
      bar({ name: 'capture → result, inferred: P99 − bare run P50', value: inferredP99 === null ? null : inferredP99 - bareP50, unit: 'ms', must: 15, aim: 8 }),
      bar({ name: 'capture → painted, four tiles, software GL: P99', value: watched.all.stages['10s'].glass?.p99 ?? null, unit: 'ms', must: 120, aim: 50 }),
      bar({ name: 'four cameras: unexplained frames', value: watched.cameras.reduce((sum, { ledger }) => sum + Math.abs(ledger.mismatch), 0), unit: 'frames', must: 0, aim: 0 }),
    ]
  } finally {
    await engine.stop()
  }
}

async function stress(folder: string): Promise<BenchBar[]> {
  const path = join(folder, 'sixty.mp4')
  makePeopleVideo({ path, width: 640, height: 360, fps: 60, seconds: 12, from: 10 })
  const engine = await startEngine({ config: { version: 1, cameras: [{ id: 'fast', inputs: [{ url: `file:${path}`, loop: true }], detect: { fps: 60, inferFps: 10 }, events: { on: [] } }] } })
  try {
    const { before, after } = await measure(engine)
    return [bar({ name: '60 fps, one camera, inference on: drops', value: dropShare(before, after), unit: '%', must: 1, aim: 0 })]
  } finally {
    await engine.stop()
  }
}

async function measure(engine: RunningEngine): Promise<{ before: Stats; after: Stats }> {
  await engine.until('all cameras live', async () => {
    const { cameras } = await engine.get<{ cameras: { live: number; total: number } }>('/healthz')
    return cameras.live === cameras.total
  })
  await pause(WARM_UP_MS)
  const before = await engine.stats()
  await pause(MEASURE_MS)
  return { before, after: await engine.stats() }
}

const dropShare = (before: Stats, after: Stats): number =>
  ((sumDrops(after.all.ledger.outcomes) - sumDrops(before.all.ledger.outcomes)) / Math.max(1, after.all.ledger.captured - before.all.ledger.captured)) * 100
