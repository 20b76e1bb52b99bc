import { footagePath } from '../test-support/footage.ts'
import { startEngine } from '../test-support/engine.ts'
import { bar, type BenchBar, median } from './bar.ts'

const RUNS = 5

/** From the start of the built program to the first analysed frame of a file camera. */
export async function run(): Promise<BenchBar[]> {
  const seconds: number[] = []
  for (let index = 0; index < RUNS; index++) {
    const from = performance.now()
    const engine = await startEngine({ config: { version: 1, cameras: [{ id: 'file', inputs: [{ url: `file:${footagePath('one-by-one-person-detection.mp4')}` }] }] } })
    await engine.until('a first frame', async () => (await engine.get<{ cameras: { live: number } }>('/healthz')).cameras.live === 1)
    seconds.push((performance.now() - from) / 1000)
    await engine.stop()
  }
  return [bar({ name: 'start to first analysed frame', value: median(seconds), unit: 's', must: 3, aim: 1.5 })]
}
