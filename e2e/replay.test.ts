import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Event } from '../common/contracts/event.ts'
import type { Replay, ReplayedEvent } from '../common/contracts/replay.ts'
import { type RunningEngine, startEngine, temporaryFolder } from '../test-support/engine.ts'
import { footagePath } from '../test-support/footage.ts'
import { inPairs } from '../test-support/in-pairs.ts'
import { callEngine } from '../test-support/rpc.ts'
import { type AnalyzeRun, linesOf, runAnalyze } from '../test-support/run-analyze.ts'

// A file at full speed is ahead of the clock.
const FROM = new Date(Date.now() - 3_600_000).toISOString()
const TO = new Date(Date.now() + 3_600_000).toISOString()

type Rules = Record<string, unknown>

const footage = footagePath('one-by-one-person-detection.mp4')
const truth = JSON.parse(readFileSync(footagePath('truth/one-by-one.json'), 'utf8')) as { tripwire: { from: [number, number]; to: [number, number] } }
const ZONE = { id: 'table', points: [[0.3, 0.4], [0.7, 0.4], [0.7, 1], [0.3, 1]] }
const LINE = { id: 'exit', from: truth.tripwire.from, to: truth.tripwire.to }
const RULES: Rules = { zones: [ZONE], lines: [LINE] }

/** Other rules, and what they make of the six events. */
const VARIANTS: readonly { readonly name: string; readonly rules: Rules; readonly counts: Partial<Replay['counts']> }[] = [
  { name: 'another tripwire', rules: { ...RULES, lines: [{ ...LINE, from: [0.45, 0], to: [0.45, 1], direction: 'b-to-a' }] }, counts: { gained: 0, lost: 0, changed: 6, same: 0 } },
  { name: 'a zone that is asked for', rules: { ...RULES, zones: [{ id: 'corner', points: [[0.8, 0.2], [1, 0.2], [1, 0.8], [0.8, 0.8]] }], events: { requireZones: ['corner'] } }, counts: { gained: 0, lost: 6, changed: 0, same: 0 } },
  { name: 'loitering', rules: { ...RULES, zones: [{ ...ZONE, loiteringSeconds: 14 }], events: { requireZones: ['table'] } }, counts: { gained: 0, lost: 3, changed: 0, same: 3 } },
  { name: 'a higher threshold', rules: { ...RULES, detect: { threshold: 0.88 } }, counts: { gained: 0, lost: 2, changed: 0, same: 4 } },
  { name: 'line events alone', rules: { ...RULES, events: { on: ['line'] } }, counts: { gained: 6, lost: 6, changed: 0, same: 0 } },
  { name: 'motion events, too', rules: { ...RULES, events: { on: ['object', 'motion', 'line'] } }, counts: { lost: 0, changed: 0, same: 6 } },
  { name: 'a cooldown', rules: { ...RULES, events: { cooldownSeconds: 3600 } }, counts: { gained: 0, lost: 5, changed: 0, same: 1 } },
]

/** Full speed and nothing dropped: every run of this file has the same tracks. */
const configOf = (rules: Rules): object => ({
  version: 1, cameras: [{ id: 'room', inputs: [{ url: `file:${footage}`, pace: 'fast' }], pool: { policy: 'never' }, ...rules }],
})

/** What two runs must agree on; their wall clocks differ. */
const gist = ({ type, label, trackId, zones, lines }: Pick<Event, 'type' | 'label' | 'trackId' | 'zones' | 'lines'>): object =>
  ({ type, label, trackId, zones, lines: lines.map(({ id, direction }) => `${id} ${direction}`) })
const byTrack = <T extends { readonly trackId: number }>(events: readonly T[]): T[] => events.toSorted((a, b) => a.trackId - b.trackId)

describe('a replay of what the engine stored', () => {
  const folder = temporaryFolder()
  let engine: RunningEngine
  let stored: Event[]
  /** Of every variant a run over the file itself. */
  let seconds: ReadonlyMap<string, AnalyzeRun>
  const file = (name: string, rules: Rules): string => {
    writeFileSync(join(folder, name), JSON.stringify(configOf(rules)))
    return join(folder, name)
  }
  const replay = async (proposal: object): Promise<Replay> => {
    const response = await engine.fetch('/api/v1/cameras/room/replay', { method: 'POST', body: JSON.stringify({ from: FROM, to: TO, ...proposal }) })
    expect(response.status, await response.clone().text()).toBe(200)
    return await response.json() as Replay
  }

  beforeAll(async () => {
    engine = await startEngine({ config: configOf({ ...RULES, enabled: false }) })
    // With the first frame the detector is there, as in every run over files.
    await engine.until('the model to be settled', async () => (await engine.fetch('/readyz')).ok)
    const switched = (enabled: boolean): Promise<Response> => engine.fetch('/api/v1/cameras/room', { method: 'PATCH', body: JSON.stringify({ enabled }) })
    expect((await switched(true)).status).toBe(200)
    await engine.until('six ended events', async () => {
      const all = await engine.events()
      return all.length >= 6 && all.every(({ state }) => state === 'ended')
    }, 90_000)
    // The file is begun anew when it has ended: only its first time is looked at.
    expect((await switched(false)).status).toBe(200)
    const all = await engine.events()
    const epoch = all.map(({ frameId }) => Number(frameId.split('/')[1])).toSorted((a, b) => a - b)[0]
    stored = all.filter(({ frameId }) => frameId.startsWith(`room/${epoch}/`))
    expect(stored).toHaveLength(6)
    const runs = await inPairs(VARIANTS, ({ name, rules }) => runAnalyze([footage, '--config', file(`${name}.yml`, rules)]))
    seconds = new Map(VARIANTS.map(({ name }, index) => [name, runs[index] as AnalyzeRun]))
  }, 300_000)
  afterAll(() => (engine?.process.exitCode === null && engine.process.signalCode === null ? engine.stop() : undefined))

  it('gives exactly the stored events for unchanged rules', async () => {
    const { counts, events, log } = await replay({})
    expect(counts).toMatchObject({ gained: 0, lost: 0, changed: 0 })
    const mine = events.filter(({ eventId }) => stored.some(({ id }) => id === eventId))
    const facts = ({ type, label, severity, score, startedAt, endedAt, zones, lines, trackId, frameId }: ReplayedEvent | Event): object =>
      ({ type, label, severity, score, startedAt, endedAt, zones, lines, trackId, frameId })
    expect(byTrack(mine).map(facts)).toEqual(byTrack(stored).map(facts))
    expect(log.frames).toBeGreaterThan(500)
  })

  it.each(VARIANTS)('gives what a second run gives with $name', async ({ name, rules, counts }) => {
    const run = seconds.get(name)
    expect(run).toMatchObject({ status: 0 })
    const second = run?.events ?? []
    const { events } = await replay(rules)
    const first = events.filter(({ frameId }) => frameId.startsWith(stored[0]?.frameId.split('/').slice(0, 2).join('/') ?? '?'))
    expect(byTrack(first.filter(({ change }) => change !== 'lost')).map(gist)).toEqual(byTrack(second).map(gist))
    const kept = (of: readonly { type: string; trackId: number }[]): string[] => of.map(({ type, trackId }) => `${type} ${trackId}`)
    expect(kept(first.filter(({ change }) => change === 'lost')).toSorted()).toEqual(kept(stored).filter((one) => !kept(second).includes(one)).toSorted())
    expect(kept(first.filter(({ change }) => change === 'gained')).toSorted()).toEqual(kept(second).filter((one) => !kept(stored).includes(one)).toSorted())
    expect(Object.fromEntries(['gained', 'lost', 'changed', 'same'].map((change) => [change, first.filter((event) => event.change === change).length]))).toMatchObject(counts)
  })

  it('says the same on the command line, beside the running engine, every time', async () => {
    const config = file('new.yml', { ...RULES, detect: { threshold: 0.88 } })
    const once = await runAnalyze(['--replay', engine.data, '--config', config])
    expect(once).toMatchObject({ status: 0, stderr: '' })
    const [summary, ...events] = linesOf(once.stdout).toReversed() as [{ type: string; replays: Replay[] }, ...ReplayedEvent[]]
    expect(summary.type).toBe('summary')
    const { from: _from, to: _to, ...asked } = await replay({ detect: { threshold: 0.88 } })
    expect(events.toReversed()).toEqual(asked.events)
    expect(summary.replays[0]?.counts).toEqual(asked.counts)
    expect((await runAnalyze(['--replay', engine.data, '--config', config])).stdout).toBe(once.stdout)
  })

  it.each<{ name: string; proposal: object; status: number; says: RegExp }>([
    { name: 'a zone without an area', proposal: { zones: [{ id: 'flat', points: [[0, 0], [0.5, 0.5], [1, 1]] }] }, status: 400, says: /zones\[0\]\.points: expected corners that enclose an area/ },
    { name: 'a line of no length', proposal: { lines: [{ id: 'dot', from: [0.5, 0.5], to: [0.5, 0.5] }] }, status: 400, says: /lines\[0\]\.to: expected another point/ },
    { name: 'a threshold that is no number', proposal: { detect: { threshold: 'high' } }, status: 400, says: /detect\.threshold/ },
    { name: 'an end before the beginning', proposal: { from: '2026-11-21T10:00:00Z', to: '2026-11-21T09:00:00Z' }, status: 400, says: /expected a time before/ },
  ])('refuses $name', async ({ proposal, status, says }) => {
    const response = await engine.fetch('/api/v1/cameras/room/replay', { method: 'POST', body: JSON.stringify(proposal) })
    expect(response.status).toBe(status)
    expect(await response.text()).toMatch(says)
  })

  it('tells its progress to a screen, and ends when the screen leaves', async () => {
    const { client, close } = await callEngine(engine)
    const seen: string[] = []
    for await (const news of await client.rules.replay({ id: 'room', from: FROM, to: TO })) seen.push(news.type)
    expect(seen.at(-1)).toBe('result')
    expect(seen.filter((type) => type === 'progress').length).toBeGreaterThan(0)
    // More than may run at once: each is let go of when its reader leaves.
    for (let turn = 0; turn < 12; turn += 1) {
      for await (const news of await client.rules.replay({ id: 'room', from: FROM, to: TO })) if (news.type === 'progress') break
    }
    close()
    expect((await replay({})).counts.lost).toBe(0)
  })

  it.each([
    { name: 'a zone that crosses itself', regions: { zones: [{ id: 'bow', points: [[0, 0], [1, 1], [1, 0], [0, 1]] as [number, number][] }] }, says: /edges that do not cross/ },
    { name: 'a zone without an area', regions: { zones: [{ id: 'flat', points: [[0, 0], [0.5, 0.5], [1, 1]] as [number, number][] }] }, says: /enclose an area/ },
    { name: 'a line without a length', regions: { lines: [{ id: 'dot', from: [0.5, 0.5] as [number, number], to: [0.5, 0.5] as [number, number] }] }, says: /no length/ },
    { name: 'a corner that is no number', regions: { zones: [{ id: 'nan', points: [[Number.NaN, 0], [0.5, 0.5], [1, 0]] as [number, number][] }] }, says: /validation/i },
  ])('the editor cannot save $name', async ({ regions, says }) => {
    const { client, close } = await callEngine(engine)
    const before = readFileSync(join(engine.data, 'vigil.yml'), 'utf8')
    await expect(client.cameras.setRegions({ id: 'room', ...regions })).rejects.toThrow(says)
    expect(readFileSync(join(engine.data, 'vigil.yml'), 'utf8')).toBe(before)
    close()
  })

  it('knows no camera that is not there', async () => {
    expect((await engine.fetch('/api/v1/cameras/nobody/replay', { method: 'POST', body: '{}' })).status).toBe(404)
  })

  it.each([
    { name: 'a folder that is not there', args: () => ['--replay', join(folder, 'none')], says: /there is no folder/ },
    { name: 'a folder of something else', args: () => ['--replay', folder], says: /not a data folder of Vigil/ },
    { name: 'no config', args: () => ['--replay', engine.data], says: /--replay needs --config/ },
    { name: 'a camera that is not there', args: () => ['--replay', engine.data, '--config', file('a.yml', RULES), '--camera', 'yard'], says: /no camera "yard" in both configs; they share room/ },
    { name: 'a time that is none', args: () => ['--replay', engine.data, '--config', file('a.yml', RULES), '--from', 'yesterday'], says: /--from: expected a time/ },
    { name: 'files as well', args: () => ['--replay', engine.data, footage], says: /takes a data folder and no files/ },
    { name: 'a span without a replay', args: () => [footage, '--from', '2026-11-21T10:15:00Z'], says: /--from belongs to --replay/ },
  ])('the command says what is wrong: $name', async ({ args, says }) => {
    const run = await runAnalyze(args())
    expect(run.status).toBe(2)
    expect(run.stderr).toMatch(says)
  })

  it('replays what a killed engine left behind', async () => {
    const config = file('killed.yml', RULES)
    const before = linesOf((await runAnalyze(['--replay', engine.data, '--config', config])).stdout)
    await engine.kill()
    const run = await runAnalyze(['--replay', engine.data, '--config', config])
    expect(run).toMatchObject({ status: 0 })
    expect(linesOf(run.stdout)).toEqual(before)
    expect(before.filter((line) => (line as ReplayedEvent).change === 'same').length).toBeGreaterThanOrEqual(6)
  })
})
