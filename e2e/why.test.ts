import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WhyAnswer } from '../common/contracts/why.ts'
import { type RunningEngine, startEngine } from '../test-support/engine.ts'
import { footagePath } from '../test-support/footage.ts'

/** Somebody stands at the table from 8 to 18 s: here. */
const AT_THE_TABLE = [0.5, 0.5] as const
const CORNER = [[0, 0], [0.1, 0], [0.1, 0.1]]
const WHOLE = [[0, 0], [1, 0], [1, 1], [0, 1]]

/** One recording, several cameras, each with something of its own in the way of an alert. */
const OBSTACLES = [
  { id: 'plain', config: {}, verdict: /^it is part of the person event of / },
  { id: 'masked', config: { motion: { masks: [{ id: 'all', points: WHOLE }] } }, verdict: /^masked by all$/ },
  { id: 'small', config: { motion: { minArea: 0.9 } }, verdict: /^motion \d+ px < \d+$/ },
  { id: 'label', config: { detect: { labels: ['car'] } }, verdict: /^person 0\.\d\d: label person is not asked for$/ },
  { id: 'median', config: { detect: { threshold: 0.99 } }, verdict: /^person #\d+: median 0\.\d\d < 0\.99$/ },
  { id: 'zone', config: { zones: [{ id: 'corner', points: CORNER }], events: { requireZones: ['corner'] } }, verdict: /^stands in none of the required zones \(corner\)$/ },
  { id: 'loiter', config: { zones: [{ id: 'room', points: WHOLE, loiteringSeconds: 60 }], events: { requireZones: ['room'] } }, verdict: /^loitering \d+\.\d of 60 s in room$/ },
  { id: 'nothing', config: { events: { on: [] } }, verdict: /^this camera makes no events$/ },
]

describe('why no alert', () => {
  let engine: RunningEngine
  const ask = async (camera: string, [x, y]: readonly [number, number], at = new Date(Date.now() - 700).toISOString()): Promise<WhyAnswer> =>
    engine.get<WhyAnswer>(`/api/v1/cameras/${camera}/why?at=${at}&x=${x}&y=${y}`)

  beforeAll(async () => {
    engine = await startEngine({
      config: {
        version: 1,
        cameras: OBSTACLES.map(({ id, config }) => {
          const { detect = {}, ...rest } = config as { detect?: object }
          return { id, inputs: [{ url: `file:${footagePath('one-by-one-person-detection.mp4')}`, loop: true }], record: { mode: 'off' }, detect: { inferFps: 3, ...detect }, ...rest }
        }),
      },
    })
  }, 40_000)
  afterAll(() => engine?.kill())

  it.each(OBSTACLES)('says so: $id', async ({ id, verdict }) => {
    const answer = await engine.until<WhyAnswer>(`a verdict like ${String(verdict)}`, async () => {
      const found = await ask(id, AT_THE_TABLE)
      return verdict.test(found.verdict) ? found : null
    }, 40_000)
    // The chain is told from its beginning, and the verdict is the step that decided.
    expect(answer.steps[0]).toMatchObject({ stage: 'frames', ok: true })
    expect(answer.steps.some(({ text }) => text === answer.verdict)).toBe(true)
    process.stdout.write(`  ${id}: ${answer.verdict}\n`)
    // Asked again later, the past has not changed.
    expect((await ask(id, AT_THE_TABLE, answer.at)).verdict).toBe(answer.verdict)
  }, 60_000)

  it('says what it cannot know', async () => {
    expect((await ask('plain', AT_THE_TABLE, '2020-01-01T00:00:00.000Z')).verdict).toMatch(/^nothing is kept from before 20/)
    expect((await ask('plain', AT_THE_TABLE, new Date(Date.now() + 3_600_000).toISOString())).verdict).toMatch(/the camera was not live/)
  })
  it.each([
    { name: 'no such camera', path: '/api/v1/cameras/none/why?at=2026-01-01T00:00:00Z&x=0.5&y=0.5', status: 404, says: /no camera "none"/ },
    { name: 'no moment', path: '/api/v1/cameras/plain/why?x=0.5&y=0.5', status: 400, says: /expected at .*x and y/ },
    { name: 'beside the picture', path: '/api/v1/cameras/plain/why?at=2026-01-01T00:00:00Z&x=1.5&y=0.5', status: 400, says: /x and y/ },
    { name: 'not a number', path: '/api/v1/cameras/plain/why?at=2026-01-01T00:00:00Z&x=NaN&y=0.5', status: 400, says: /x and y/ },
  ])('refuses: $name', async ({ path, status, says }) => {
    const response = await engine.fetch(path)
    expect(response.status).toBe(status)
    expect(((await response.json()) as { title: string }).title).toMatch(says)
  })
})
