import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Stats } from '../common/contracts/stats.ts'
import { type RunningEngine, startEngine } from '../test-support/engine.ts'
import { watchCamera } from '../test-support/rpc.ts'
import { type LedgerWatch, watchLedger } from '../test-support/watch-ledger.ts'

/** Enough inferences that one more or less is far below the tolerance. */
const INFERENCES_EACH = 100

/** Cameras that ask for more than one infer thread has: each frame wants to be looked at, and a square one costs most. */
const config = (cameras: readonly object[]) => ({
  version: 1,
  detector: { model: 'yolox-nano', threads: 1 },
  rewind: 'off',
  cameras: cameras.map((detect, index) => ({
    id: `camera-${index}`, inputs: [{ url: 'test:pattern?size=320x320&fps=60' }], record: { mode: 'off' },
    detect: { fps: 60, inferFps: 60, width: 320, ...detect }, motion: { enabled: false },
  })),
})

const inferred = (stats: Stats): number[] => stats.cameras.map(({ ledger }) => ledger.outcomes.inferred)

describe.each([
  { name: 'two cameras', cameras: [{}, {}], shares: [1 / 2, 1 / 2], within: 0.1 },
  { name: 'four cameras', cameras: [{}, {}, {}, {}], shares: [1 / 4, 1 / 4, 1 / 4, 1 / 4], within: 0.1 },
  // Unequal rates are told in halves of a frame and follow demand with a delay; equal ones are equal all the same.
  // Two of high priority: one alone could be given all it asks for.
  { name: 'four cameras, two of high and one of low priority', cameras: [{ priority: 'high' }, { priority: 'high' }, {}, { priority: 'low' }], shares: [4 / 11, 4 / 11, 2 / 11, 1 / 11], within: 0.25 },
])('$name through one infer thread', ({ name, cameras, shares, within }) => {
  let engine: RunningEngine
  let ledger: LedgerWatch
  let last: Stats
  let counts: number[]
  const sequences = new Map<string, number[]>()

  beforeAll(async () => {
    engine = await startEngine({ config: config(cameras) })
    await engine.until('every camera inferring', async () => (await engine.stats()).cameras.filter(({ ledger }) => ledger.outcomes.inferred > 5).length === cameras.length)
    ledger = watchLedger(engine, 200)
    for (const index of cameras.keys()) {
      const seen: number[] = []
      sequences.set(`camera-${index}`, seen)
      await watchCamera(engine, `camera-${index}`, ({ sequence }) => { seen.push(sequence) })
    }
    // Counted from here: while the cameras start one after the other, the first have the detector to themselves.
    const from = inferred(await engine.stats())
    last = await engine.until('enough inferences of the one that gets least', async () => {
      const stats = await engine.stats()
      return inferred(stats).every((count, index) => count - (from[index] ?? 0) >= INFERENCES_EACH) ? stats : null
    }, 60_000)
    counts = inferred(last).map((count, index) => count - (from[index] ?? 0))
    process.stdout.write(`  ${name}: ${counts.join(', ')} inferences\n`)
  }, 90_000)
  afterAll(async () => {
    ledger?.stop()
    await engine?.kill()
  })

  it('says of every camera what it gets and what it is set to', () => {
    for (const { id, inferLimit } of last.cameras) {
      expect(inferLimit?.wantedFps, id).toBeGreaterThan(30)
      expect(inferLimit?.fps, id).toBeLessThan(inferLimit?.wantedFps ?? 0)
    }
  })
  it('drops next to nothing once the rates are limited: what is not looked at is not asked for', async () => {
    // The rate of drops is told over ten seconds: those from before the limits have to leave it first.
    await engine.until('few drops', async () => (await engine.stats()).cameras.every(({ recentDropRate }) => recentDropRate < 0.1), 30_000)
  }, 40_000)
  it('gives each its share', () => {
    const all = counts.reduce((sum, count) => sum + count, 0)
    for (const [index, count] of counts.entries()) expect(Math.abs(count / all - (shares[index] ?? 0)) / (shares[index] ?? 1), `camera-${index}: ${counts.join(', ')}`).toBeLessThan(within)
  })
  it('keeps every camera\'s frames in order', () => {
    for (const [camera, seen] of sequences) {
      expect(seen.length, camera).toBeGreaterThan(10)
      expect(seen, camera).toEqual([...seen].sort((a, b) => a - b))
      expect(new Set(seen).size, camera).toBe(seen.length)
    }
  })
  it('has every frame in the ledger', () => {
    expect(ledger.problems).toEqual([])
    expect(ledger.samples).toBeGreaterThan(5)
    for (const { id, ledger: { outcomes } } of last.cameras) expect([outcomes.malformed, outcomes['infer-timeout']], id).toEqual([0, 0])
  })
})
