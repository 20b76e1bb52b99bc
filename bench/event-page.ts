import Database from 'better-sqlite3'
import { join } from 'node:path'
import { anEvent } from '../test-support/events.ts'
import { localStore } from '../test-support/open-store.ts'
import { temporaryFolder } from '../test-support/engine.ts'
import { bar, type BenchBar } from './bar.ts'

const EVENTS = 1_000_000
const PAGES = 400

/** Pages of 50 among a million events, as the review screen asks for them: newest first, filtered, and deep in the past. */
export async function run(): Promise<BenchBar[]> {
  const folder = temporaryFolder()
  const first = localStore(folder, () => Date.now())
  await first.store.putEvent(anEvent({ id: 'SEED', startedMs: 0 }))
  first.close()
  multiply(join(folder, 'vigil.db'))
  const { store, close } = localStore(folder, () => Date.now())
  const times: number[] = []
  let cursor: string | undefined
  const page = async (query: Record<string, unknown>): Promise<string | null> => {
    const from = performance.now()
    const { next } = await store.listEvents({ limit: 50, ...query })
    times.push(performance.now() - from)
    return next
  }
  for (let index = 0; index < 20; index++) await page({})
  times.length = 0
  for (let index = 0; index < PAGES; index++) {
    const filter = [{}, { label: 'car' }, { camera: 'cam-3' }, { reviewed: false }][index % 4] ?? {}
    cursor = (await page({ ...filter, ...(index % 4 === 0 && cursor !== undefined && { cursor }) })) ?? cursor
  }
  close()
  times.sort((a, b) => a - b)
  return [bar({ name: 'page of 50 among 1,000,000 events: P99', value: times[Math.floor(times.length * 0.99)] ?? null, unit: 'ms', must: 2, aim: 1 })]
}

/** A million rows by the database's own means; a call per event would take minutes. */
function multiply(path: string): void {
  const database = new Database(path)
  const columns = (database.pragma('table_info(events)') as { name: string }[]).map(({ name }) => name)
  const value = (name: string): string => ({
    id: "printf('E%09d', n)", started_ms: 'n * 1000', label: "CASE n % 3 WHEN 0 THEN 'car' ELSE 'person' END", camera: "'cam-' || (n % 8)", reviewed: 'n % 5 != 0', state: "'ended'",
  }[name] ?? name)
  database.exec(`WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${EVENTS})
    INSERT INTO events (${columns.join(', ')}) SELECT ${columns.map(value).join(', ')} FROM numbers, (SELECT * FROM events WHERE id = 'SEED')`)
  database.exec('ANALYZE')
  database.close()
}
