import Database from 'better-sqlite3'
import { statfsSync } from 'node:fs'
import { join } from 'node:path'
import { EventQuery } from '../common/contracts/event.ts'
import { mediaFileOf } from '../common/footage/media-file.ts'
import { T0 } from '../test-support/events.ts'
import { localStore } from '../test-support/open-store.ts'
import { aRow, aStream } from '../test-support/store-rows.ts'
import { startStore } from '../test-support/store-process.ts'
import { temporaryFolder } from '../test-support/engine.ts'
import { bar, type BenchBar, median } from './bar.ts'
import { manyEvents } from './many-events.ts'

const CAMERAS = Array.from({ length: 16 }, (_, n) => `cam-${n}`)
const DAYS = 14
const DAY_MS = 86_400_000
const GB = 1_000_000_000
const EVENTS = 200_000

/** Sixteen cameras, two weeks, 20 GB: how long until the first list after a crash, and what a timeline of all of it costs. */
export async function run(): Promise<BenchBar[]> {
  const folder = temporaryFolder()
  const { bavail, bsize } = statfsSync(folder)
  // A disk that others need as well: a third of what is free at most.
  const gigabytes = Math.min(20, Math.floor(bavail * bsize / GB / 3))
  await manyEvents(folder, { events: EVENTS, everyMs: DAYS * DAY_MS / EVENTS })
  build(folder, gigabytes * GB)

  const first = await startStore(folder)
  // The files of today are written to when the power goes.
  for (const camera of CAMERAS) {
    const file = mediaFileOf(T0, camera)
    await first.call('openStream', { file, ...aStream({ camera, epoch: 99 }) })
    await first.call('appendRows', { file, camera, epoch: 99, rows: [aRow(0, { kept: true })], tracks: [], alignment: { exact: true, errorMs: 0 }, claims: [] })
  }
  await first.kill()
  const starts: number[] = []
  for (let run = 0; run < 3; run += 1) {
    const from = performance.now()
    const store = await startStore(folder)
    await store.call('recover')
    await store.call('listEvents', EventQuery.parse({}))
    starts.push((performance.now() - from) / 1000)
    await store.call('putActivity', { file: mediaFileOf(T0, 'cam-1'), camera: 'cam-1', steps: [{ atMs: T0, motion: 0.5, outcomes: {} }] })
    await store.kill()
  }

  const { calls, close, idle } = localStore(folder, () => T0)
  while (idle()) { /* rolled up, and all events read */ }
  const spans: number[] = []
  for (let n = 0; n < 20; n += 1) {
    const from = performance.now()
    calls.timeline({ cameras: CAMERAS, fromMs: T0 - DAYS * DAY_MS, toMs: T0, stepMs: 3_600_000 })
    spans.push(performance.now() - from)
  }
  close()
  return [
    bar({ name: `start with a ${gigabytes} GB store: first list`, value: median(starts), unit: 's', must: 2, aim: 1 }),
    bar({ name: 'timeline of 16 cameras over two weeks', value: median(spans), unit: 'ms', must: 50, aim: 25 }),
  ]
}

/** Each camera-day as an engine leaves it: rows of half a second with their facts and spans; the bytes are zeros, and fewer and larger, since only their weight counts. */
function build(folder: string, bytes: number): void {
  const rows = 40_000
  const blobs = Math.max(1, Math.round(bytes / CAMERAS.length / DAYS / 1_000_000))
  for (let day = 0; day < DAYS; day += 1) {
    for (const camera of CAMERAS) {
      const file = mediaFileOf(T0 - day * DAY_MS, camera)
      const { calls, close } = localStore(folder, () => T0)
      calls.openStream({ file, ...aStream({ camera, epoch: day + 1 }) })
      close()
      const database = new Database(join(folder, 'media', `media-${file}.db`))
      database.pragma('synchronous = OFF')
      const fromMs = Math.floor((T0 - day * DAY_MS) / DAY_MS) * DAY_MS
      database.exec(`BEGIN;
        WITH RECURSIVE n(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < ${rows - 1})
          INSERT INTO fragments SELECT (1 << 32) + n, n * 500, n * 500 + 500, n * 500, ${fromMs} + n * 2000, n % 4 = 0, 5, 100, 1 FROM n;
        WITH RECURSIVE n(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < 199) INSERT INTO spans SELECT 1, n * 200, n * 200 + 200, ${fromMs} + n * 400000, ${fromMs} + n * 400000 + 100000 FROM n;
        WITH RECURSIVE n(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < 1439) INSERT INTO activity_minutes SELECT '${camera}', ${fromMs} + n * 60000, (n % 100) / 100.0 FROM n;
        WITH RECURSIVE n(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < ${blobs - 1}) INSERT INTO fragment_bytes SELECT (1 << 32) + n, zeroblob(1000000) FROM n;
        COMMIT;`)
      database.close()
    }
  }
  // The rollups of empty files were written when they were closed.
  const catalogue = new Database(join(folder, 'vigil.db'))
  catalogue.exec('DELETE FROM rollups; DELETE FROM rolled_up')
  catalogue.close()
}
