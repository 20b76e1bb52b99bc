import type { EventQuery } from '../common/contracts/event.ts'
import { T0 } from '../test-support/events.ts'
import { localStore } from '../test-support/open-store.ts'
import { seededRandom } from '../test-support/random.ts'
import { temporaryFolder } from '../test-support/engine.ts'
import { bar, type BenchBar } from './bar.ts'
import { manyEvents } from './many-events.ts'

const EVENTS = 1_000_000
const EVERY_MS = 2_600
const PAGES = 4_000
const DAY_MS = 86_400_000

type Filter = Partial<Omit<EventQuery, 'limit' | 'cursor'>>

/** Every filter there is, with values that are common, rare, and never there. */
const VALUES: { readonly [K in keyof Filter]-?: readonly NonNullable<Filter[K]>[] } = {
  camera: ['cam-3', 'cam-4', 'nowhere'], label: ['person', 'car', 'bear', 'unseen'], zone: ['path', 'lawn', 'moon'], line: ['fence'], type: ['object', 'motion', 'line'], severity: ['alert', 'detection'],
  reviewed: [true, false], by: ['anna', 'ben', 'carl'], pinned: [true, false], minScore: [0.5, 0.999, 0.8765], text: ['postm', 'the postman', 'red van', 'postman 5000', 'never'],
  after: [new Date(T0 - 3 * DAY_MS).toISOString()], before: [new Date(T0 - 20 * DAY_MS).toISOString()],
}

/** Two that are frequent and never together: the worst there is for an index of one of them. */
const DISJOINT: readonly Filter[] = [{ camera: 'cam-3', label: 'car' }, { line: 'fence', zone: 'lawn' }, { text: 'postman', camera: 'cam-3' }, { label: 'bear', pinned: true }, { type: 'motion', line: 'fence', reviewed: false, by: 'ben' }]

/** Pages of 50 among a million events, as the review screen asks for them: newest first, any filters together, and deep in the past. */
export async function run(): Promise<BenchBar[]> {
  const folder = temporaryFolder()
  await manyEvents(folder, { events: EVENTS, everyMs: EVERY_MS })
  const { store, close, idle } = localStore(folder, () => T0)
  const from = performance.now()
  await store.listEvents({ limit: 50 })
  const firstMs = performance.now() - from
  let step = 0
  while (idle()) step += 1
  process.stderr.write(`  first list ${firstMs.toFixed(0)} ms, all read after ${(performance.now() - from).toFixed(0)} ms in ${step} steps, ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB\n`)

  const random = seededRandom(1)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
  const invented = (): Filter => Object.fromEntries(Object.entries(VALUES).filter(() => random() < 0.3).map(([name, values]) => [name, pick<unknown>(values)]))
  const filters = [{}, ...DISJOINT, ...Object.entries(VALUES).flatMap(([name, values]) => values.map((value): Filter => ({ [name]: value }))), ...Array.from({ length: PAGES }, invented)]
  const pages: { ms: number; filter: Filter }[] = []
  for (const filter of filters) {
    let cursor: string | null = null
    // The first page, the next, and one from deep in the past.
    for (const at of [null, null, `${T0 - Math.floor(random() * EVENTS) * EVERY_MS}.F`]) {
      const begin = performance.now()
      const page = await store.listEvents({ ...filter, limit: 50, ...((at ?? cursor) !== null && { cursor: at ?? cursor ?? '' }) })
      pages.push({ ms: performance.now() - begin, filter })
      cursor = page.next
    }
  }
  const counts: number[] = []
  const bounds = Array.from({ length: 32 }, (_, day) => T0 - (31 - day) * DAY_MS)
  for (const { after: _after, before: _before, ...query } of filters.slice(0, 400)) {
    const begin = performance.now()
    await store.countEvents({ query, bounds })
    counts.push(performance.now() - begin)
  }
  close()
  pages.sort((a, b) => b.ms - a.ms)
  for (const [kind, of] of [['text', pages.filter(({ filter }) => filter.text)], ['other', pages.filter(({ filter }) => !filter.text)]] as const) {
    process.stderr.write(`  ${kind}: ${[0.5, 0.9, 0.99, 0.999].map((share) => `P${share * 100} ${(of[Math.floor(of.length * (1 - share))]?.ms ?? 0).toFixed(2)}`).join(', ')} ms\n`)
  }
  for (const { ms, filter } of pages.slice(0, 5)) process.stderr.write(`  ${ms.toFixed(2)} ms ${JSON.stringify(filter)}\n`)
  return [
    bar({ name: 'page of 50 among 1,000,000 events, any filters together: P99', value: pages[Math.floor(pages.length / 100)]?.ms ?? null, unit: 'ms', must: 2, aim: 1 }),
    bar({ name: 'the calendar\'s month among 1,000,000 events: P99', value: counts.sort((a, b) => b - a)[Math.floor(counts.length / 100)] ?? null, unit: 'ms', must: 30, aim: 10 }),
  ]
}
