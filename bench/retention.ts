import Database from 'better-sqlite3'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { anEvent } from '../test-support/events.ts'
import { localStore } from '../test-support/open-store.ts'
import { aStream, rowsOf } from '../test-support/store-rows.ts'
import { temporaryFolder } from '../test-support/engine.ts'
import { bar, type BenchBar } from './bar.ts'
import { manyEvents } from './many-events.ts'

const EVENTS = 400_000
const OF_THE_DAY = 100_000
const DAY_BYTES = 2_000_000_000
const PINNED = 2
const FILE = '2026-11-21.cam-1'

/** A camera's day of 100,000 events and 2 GB, two of them pinned with their clips, leaves a catalogue of 400,000. */
export async function run(): Promise<BenchBar[]> {
  const folder = temporaryFolder()
  await manyEvents(folder, { events: EVENTS, everyMs: 800 })
  const catalogue = new Database(join(folder, 'vigil.db'))
  catalogue.exec(`UPDATE events SET file = '${FILE}', camera = 'cam-1', pinned = 0 WHERE seq % ${EVENTS / OF_THE_DAY} = 0`)
  catalogue.close()
  mkdirSync(join(folder, 'media'), { recursive: true })
  const filling = localStore(folder, () => 0)
  filling.calls.openStream({ file: FILE, ...aStream({ camera: 'cam-1' }) })
  for (let index = 0; index < PINNED * 60; index += 1) {
    const eventId = `PINNED${Math.floor(index / 60)}`
    if (index % 60 === 0) filling.calls.putEvent(anEvent({ id: eventId, camera: 'cam-1', pinned: true, state: 'ended', endedAt: new Date(0).toISOString() }))
    filling.calls.appendRows({ file: FILE, camera: 'cam-1', epoch: 1, rows: rowsOf(index, index + 1, { size: 256 * 1024 }), tracks: [], alignment: { exact: true, errorMs: 0 }, claims: [{ eventId, part: 1 }] })
  }
  filling.close()
  const media = new Database(join(folder, 'media', `media-${FILE}.db`))
  media.exec(`WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ${DAY_BYTES / 1_000_000}) INSERT INTO fragment_bytes SELECT n + 4294967296 * 9, zeroblob(1000000) FROM n`)
  media.close()

  const { calls, close, idle } = localStore(folder, () => 0)
  while (idle()) { /* the index is read */ }
  const steps: { ms: number; done: boolean; freedBytes: number }[] = []
  const from = performance.now()
  let goneMs: number | null = null
  for (let done = false; !done;) {
    const begin = performance.now()
    const step = calls.dropFile(FILE)
    steps.push({ ms: performance.now() - begin, ...step })
    if (step.freedBytes > 0) goneMs ??= performance.now() - from
    done = step.done
    await new Promise((resume) => { setImmediate(resume) })
  }
  const wholeMs = performance.now() - from
  const left = calls.usage().events
  close()
  process.stderr.write(`  ${steps.map(({ ms }, n) => ({ ms, n })).filter(({ ms }) => ms > 15).map(({ ms, n }) => `${n}:${ms.toFixed(0)}`).join(' ')}; freed at ${steps.findIndex(({ freedBytes }) => freedBytes > 0)}\n`)
  steps.sort((a, b) => b.ms - a.ms)
  process.stderr.write(`  ${steps.length} steps, ${wholeMs.toFixed(0)} ms in all, ${left} events left; the longest ${steps.slice(0, 8).map(({ ms }) => ms.toFixed(1)).join(', ')} ms; P50 ${steps[steps.length >> 1]?.ms.toFixed(1)} ms\n`)
  return [
    bar({ name: 'retention: a day with 100,000 events, until gone', value: goneMs === null ? null : goneMs / 1000, unit: 's', must: 1, aim: 0.5 }),
    bar({ name: 'retention: a day with 100,000 events, longest step', value: steps[0]?.ms ?? null, unit: 'ms', must: 20, aim: 10 }),
  ]
}
