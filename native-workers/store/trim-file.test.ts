import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { EventQuery } from '../../common/contracts/event.ts'
import { anEvent, T0 } from '../../test-support/events.ts'
import { localStore } from '../../test-support/open-store.ts'
import { aStream, rowsOf } from '../../test-support/store-rows.ts'

const FILE = '2026-11-21.gate'
let folder = ''
let store: ReturnType<typeof localStore>
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-trim-'))
  store = localStore(folder, () => T0 + 3_600_000)
  store.calls.openStream({ file: FILE, ...aStream() })
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true, force: true })
})

const append = (from: number, to: number, parts: { kept?: boolean; ids?: string[]; size?: number } = {}): void => store.calls.appendRows({
  file: FILE, camera: 'gate', epoch: 1, rows: rowsOf(from, to, { kept: parts.kept ?? true, size: parts.size ?? 4 }), tracks: [], alignment: { exact: true, errorMs: 0 }, claims: (parts.ids ?? []).map((eventId) => ({ eventId, part: 1 })),
})
const event = (id: string, startedMs: number, parts: Parameters<typeof anEvent>[0] = {}): void =>
  store.calls.putEvent(anEvent({ id, startedMs, state: 'ended', endedAt: new Date(T0 + startedMs + 1_000).toISOString(), clip: { state: 'saved', seconds: 2, bytes: 1, verified: true }, ...parts }))
const left = (): number[] => store.calls.footageSegments({ camera: 'gate', fromMs: T0 - 60_000, toMs: T0 + 3_600_000 }).filter(({ file }) => file === FILE).flatMap(({ rows }) => rows.map(({ index }) => index))
function trim(beforeMs: number): { steps: number; freedBytes: number } {
  for (let steps = 1, freed = 0; steps < 10_000; steps += 1) {
    const { done, freedBytes } = store.calls.trimFile({ file: FILE, beforeMs })
    freed += freedBytes
    if (done) return { steps, freedBytes: freed }
  }
  throw new Error('it never ends')
}

it('takes the oldest hours of a day that is written to: events that began then, and what was recorded for itself', () => {
  event('old', 2_000)
  event('new', 60_000)
  append(0, 118)
  append(118, 130, { ids: ['new'] })
  append(130, 200)
  store.calls.claimRows({ file: FILE, camera: 'gate', epoch: 1, from: 4, to: 10, claim: { eventId: 'old', part: 1 } })
  const { freedBytes } = trim(T0 + 59_900)
  // Half a second a row: those before 59.9 s, but for what the newer event shows.
  expect(left()).toEqual(Array.from({ length: 82 }, (_, n) => 118 + n))
  expect(store.calls.listEvents(EventQuery.parse({})).items.map(({ id }) => id)).toEqual(['new'])
  expect(freedBytes).toBeGreaterThan(0)
})

it('leaves an event under way with what it shows, and moves what is pinned', () => {
  event('going-on', 1_000, { state: 'active', endedAt: null, clip: { state: 'recording', seconds: 0, bytes: 0, verified: true } })
  append(0, 8, { ids: ['going-on'], kept: false })
  event('pinned', 5_000)
  append(8, 16, { ids: ['pinned'], kept: false })
  store.calls.patchEvent({ id: 'pinned', patch: { pinned: true } })
  append(16, 60)
  trim(T0 + 60_000)
  expect(left()).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  expect(store.calls.clipSegments({ eventId: 'pinned', part: 1 }).map(({ file, rows }) => [file, rows.length])).toEqual([['pinned.gate', 8]])
  expect(store.calls.listEvents(EventQuery.parse({})).items.map(({ id }) => id)).toEqual(['pinned', 'going-on'])
})

it('what was freed is written again: the file does not grow', () => {
  append(0, 100, { size: 40_000 })
  const bytes = (): number => store.calls.mediaFiles().find(({ file }) => file === FILE)?.bytes ?? 0
  const full = bytes()
  trim(T0 + 25_000)
  expect(bytes()).toBeLessThan(full * 0.6)
  append(100, 150, { size: 40_000 })
  expect(bytes()).toBeLessThan(full * 1.05)
  expect(store.calls.mediaFiles().find(({ file }) => file === FILE)).toMatchObject({ oldestMs: T0 + 25_000 })
})

it('is done at once where nothing is that old, and with a file that is not there', () => {
  append(0, 10)
  expect(trim(T0 - 1)).toEqual({ steps: 1, freedBytes: 0 })
  expect(store.calls.trimFile({ file: '2026-11-20.yard', beforeMs: T0 })).toEqual({ done: true, freedBytes: 0 })
})

it('rows an event had stored are kept for themselves once that is said', () => {
  event('E1', 1_000)
  append(0, 10, { ids: ['E1'], kept: false })
  store.calls.claimRows({ file: FILE, camera: 'gate', epoch: 1, from: 4, to: 7, claim: null })
  store.calls.deleteEvent('E1')
  expect(left()).toEqual([4, 5, 6])
})

it('sums the ledger of a span over midnight, with the steps that reach into it', () => {
  const midnight = Date.UTC(2026, 10, 22)
  const step = (atMs: number, outcomes: object) => ({ atMs, motion: 0, outcomes })
  store.calls.putActivity({ file: FILE, camera: 'gate', steps: [step(midnight - 20_000, { still: 1 }), step(midnight - 10_000, { still: 90, inferred: 10 })] })
  store.calls.putActivity({ file: '2026-11-22.gate', camera: 'gate', steps: [step(midnight, { still: 50, superseded: 2 }), step(midnight + 10_000, { still: 7 })] })
  expect(store.calls.activityLedger({ camera: 'gate', fromMs: midnight - 3_000, toMs: midnight + 4_000 })).toEqual({ captured: 152, outcomes: { still: 140, inferred: 10, superseded: 2 }, coveredSeconds: 20 })
  expect(store.calls.activityLedger({ camera: 'yard', fromMs: midnight, toMs: midnight + 4_000 })).toEqual({ captured: 0, outcomes: {}, coveredSeconds: 0 })
})
