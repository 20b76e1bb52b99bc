import Database from 'better-sqlite3'
import { join } from 'node:path'
import { launchBrowser, openConsole } from '../test-support/browser.ts'
import { startEngine, temporaryFolder } from '../test-support/engine.ts'
import { bar, type BenchBar } from './bar.ts'
import { readFrameTrace, TRACE_CATEGORIES } from './frame-trace.ts'
import { manyEvents } from './many-events.ts'

const EVENTS = 1_000_000
const EVERY_MS = 2_600
/** A brisk turn of the wheel: the next page is always just about to be asked for. */
const STEP_PX = 60
const FRAMES = 900

/** To be opened in chrome://tracing. */
const TRACE = join(import.meta.dirname, 'results/review-scroll.trace.json')

interface Scrolled {
  readonly frames: number[]
  readonly top: number
}

/** The grid of the review screen scrolled through pages and pages of events, without help from a graphics card. */
export async function run(): Promise<BenchBar[]> {
  const data = temporaryFolder()
  await manyEvents(data, { events: EVENTS, everyMs: EVERY_MS })
  giveBodies(data)
  const engine = await startEngine({ data, config: { version: 1, cameras: [] } })
  const browser = await launchBrowser()
  try {
    const { page } = await openConsole(browser, engine, '#/review?view=list')
    await page.locator('[data-testid="event-grid"] .card').first().waitFor()
    await browser.startTracing(page, { path: TRACE, categories: TRACE_CATEGORIES })
    const { frames, top } = await page.evaluate(async ({ step, wanted }): Promise<Scrolled> => {
      const box = document.querySelector('[data-testid="event-grid"]')
      if (!box) throw new Error('there is no grid')
      const taken: number[] = []
      let last = await new Promise(requestAnimationFrame)
      while (taken.length < wanted) {
        box.scrollTop += step
        const now: number = await new Promise(requestAnimationFrame)
        taken.push(now - last)
        last = now
      }
      return { frames: taken, top: box.scrollTop }
    }, { step: STEP_PX, wanted: FRAMES })
    await browser.stopTracing()
    const { drawn, tasks } = readFrameTrace(TRACE)
    frames.sort((a, b) => a - b)
    const at = (share: number): number => quantile(frames, share)
    process.stderr.write(`  ${frames.length} frames over ${Math.round(top)} px: P50 ${at(0.5).toFixed(1)}, P90 ${at(0.9).toFixed(1)}, P99 ${at(0.99).toFixed(1)}, longest ${(frames.at(-1) ?? 0).toFixed(1)} ms\n`)
    process.stderr.write(`  Chromium's trace: ${drawn.length} frames drawn, P50 ${quantile(drawn, 0.5).toFixed(1)}, P99 ${quantile(drawn, 0.99).toFixed(1)} ms apart; ${tasks.length} tasks, P99 ${quantile(tasks, 0.99).toFixed(1)}, longest ${Math.max(...tasks).toFixed(1)} ms (${TRACE})\n`)
    // A grid that stood still would be smooth, too.
    const moved = top > (FRAMES * STEP_PX) / 2
    const still = moved ? '' : ' (it did not scroll)'
    return [
      bar({ name: `review grid of 1,000,000 events: frame time P99 while scrolling, software GL${still}`, value: moved ? at(0.99) : null, unit: 'ms', must: 50, aim: 20 }),
      bar({ name: 'review grid: longest task of the page in Chromium\'s trace', value: tasks.length > 0 ? Math.max(...tasks) : null, unit: 'ms', must: 100, aim: 50 }),
    ]
  } finally {
    await browser.close()
    await engine.stop()
  }
}

const quantile = (values: readonly number[], share: number): number => values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0

/** What the cards show is in the body, which all share with the seed; of events with one id the grid would show a single page. */
function giveBodies(data: string): void {
  const database = new Database(join(data, 'vigil.db'))
  database.exec(`UPDATE events SET body = json_set(body, '$.id', id, '$.camera', camera, '$.type', type, '$.label', label, '$.severity', severity, '$.score', score, '$.state', state,
    '$.startedAt', strftime('%Y-%m-%dT%H:%M:%fZ', started_ms / 1000.0, 'unixepoch'), '$.endedAt', strftime('%Y-%m-%dT%H:%M:%fZ', ended_ms / 1000.0, 'unixepoch'))`)
  database.close()
}
