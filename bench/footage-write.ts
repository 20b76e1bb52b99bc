import { mediaFileOf } from '../common/footage/media-file.ts'
import { EventQuery } from '../common/contracts/event.ts'
import { T0 } from '../test-support/events.ts'
import { aRow, aStream } from '../test-support/store-rows.ts'
import { startStore } from '../test-support/store-process.ts'
import { temporaryFolder } from '../test-support/engine.ts'
import { bar, type BenchBar } from './bar.ts'
import { manyEvents } from './many-events.ts'

const CAMERAS = ['cam-1', 'cam-2', 'cam-3', 'cam-4']
const ROW_BYTES = 256 * 1024
const ROW_MS = 500
const ROWS = 120
const DAY_MS = 86_400_000

/** Four cameras record (256 KB every half second each) while somebody scrolls through 200,000 events and plays what was recorded a moment ago. */
export async function run(): Promise<BenchBar[]> {
  const folder = temporaryFolder()
  await manyEvents(folder, { events: 200_000, everyMs: 10_000 })
  const store = await startStore(folder)
  await store.call('listEvents', EventQuery.parse({}))
  for (const camera of CAMERAS) await store.call('openStream', { file: mediaFileOf(T0, camera), ...aStream({ camera }) })
  const bytes = Buffer.alloc(ROW_BYTES, 7)
  const writes: number[] = []
  const reads: number[] = []
  const writing = new AbortController()
  const timed = async (times: number[], work: Promise<unknown>): Promise<void> => {
    const from = performance.now()
    await work
    times.push(performance.now() - from)
  }
  const pause = (ms: number): Promise<void> => new Promise((done) => { setTimeout(done, ms) })
  const look = async (): Promise<void> => {
    for (let n = 0; !writing.signal.aborted; n += 1) {
      await timed(reads, store.call('listEvents', EventQuery.parse([{}, { camera: 'cam-3', label: 'car' }, { text: 'postman', pinned: true }, { reviewed: false, by: 'anna' }][n % 4])))
      if (n % 20 === 0) await timed(reads, store.call('timeline', { cameras: CAMERAS, fromMs: T0 - 14 * DAY_MS, toMs: T0 + DAY_MS, stepMs: 3_600_000 }))
      if (n % 10 === 5) await timed(reads, store.call('footageSegments', { camera: 'cam-1', fromMs: T0, toMs: T0 + 60_000 }).then(([segment]) =>
        segment && store.call('readRows', { file: segment.file, stream: segment.stream, from: 0, to: 4 })))
      await pause(20)
    }
  }
  const looking = look()
  await Promise.all(CAMERAS.map(async (camera, n) => {
    await pause(n * ROW_MS / CAMERAS.length)
    const from = performance.now()
    for (let index = 0; index < ROWS; index += 1) {
      await pause(Math.max(0, from + index * ROW_MS - performance.now()))
      await timed(writes, store.call('appendRows', {
        file: mediaFileOf(T0, camera), camera, epoch: 1, rows: [{ ...aRow(index, { kept: true }), bytes }], tracks: [], alignment: { exact: true, errorMs: 0 }, claims: [],
      }))
    }
  }))
  writing.abort()
  await looking
  await store.stop()
  const percentile = (times: readonly number[], share: number): number => times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? NaN
  process.stderr.write(`  writes P50 ${percentile(writes, 0.5).toFixed(1)}, P90 ${percentile(writes, 0.9).toFixed(1)} ms; ${reads.length} queries P50 ${percentile(reads, 0.5).toFixed(1)}, P99 ${percentile(reads, 0.99).toFixed(1)} ms\n`)
  return [bar({ name: 'a row of 256 KB while four cameras record and somebody looks: P99', value: percentile(writes, 0.99), unit: 'ms', must: 50, aim: 25 })]
}
