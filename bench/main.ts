import { mkdirSync, writeFileSync } from 'node:fs'
import { arch, cpus, platform, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import type { BenchBar } from './bar.ts'

const root = resolve(import.meta.dirname, '..')
const BENCHES: Record<string, () => Promise<{ run(): Promise<BenchBar[]> }>> = {
  'detector-wrapper': () => import('./detector-wrapper.ts'),
  'motion-kernel': () => import('./motion-kernel.ts'),
  'event-page': () => import('./event-page.ts'),
  'review-scroll': () => import('./review-scroll.ts'),
  retention: () => import('./retention.ts'),
  'footage-write': () => import('./footage-write.ts'),
  'big-store': () => import('./big-store.ts'),
  replay: () => import('./replay.ts'),
  analyze: () => import('./analyze.ts'),
  start: () => import('./start.ts'),
  ingest: () => import('./ingest.ts'),
  live: () => import('./live.ts'),
}

const wanted = process.argv.slice(2)
const unknown = wanted.find((name) => !(name in BENCHES))
if (unknown !== undefined) {
  process.stderr.write(`vigil: there is no bench "${unknown}"; expected ${Object.keys(BENCHES).join(', ')}\n`)
  process.exit(2)
}

const bars: BenchBar[] = []
for (const name of wanted.length > 0 ? wanted : Object.keys(BENCHES)) {
  process.stderr.write(`bench: ${name} …\n`)
  const bench = await BENCHES[name]?.()
  bars.push(...(await bench?.run() ?? []))
}

const figure = (value: number | null, unit: string): string => (value === null ? '–' : `${Number(value.toPrecision(4))} ${unit}`.trim())
const rows = [['bar', 'measured', 'must', 'aim', ''], ...bars.map(({ name, value, unit, must, aim, ok }) =>
  [name, figure(value, unit), `≤ ${must}`, `≤ ${aim}`, ok ? (value !== null && value <= aim ? 'aim' : 'must') : 'MISSED'])]
const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
for (const row of rows) process.stdout.write(`${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()}\n`)

const folder = join(root, 'bench/results')
mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, 'latest.json'), `${JSON.stringify({
  bars, machine: { platform: platform(), arch: arch(), cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, memoryBytes: totalmem(), node: process.version },
}, null, 2)}\n`)
process.exit(bars.every(({ ok }) => ok) ? 0 : 1)
