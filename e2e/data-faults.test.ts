import { closeSync, chmodSync, existsSync, mkdirSync, openSync, readdirSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import type { Event, EventPage } from '../common/contracts/event.ts'
import type { Health, SystemStatus } from '../common/contracts/system.ts'
import { type RunningEngine, startEngine, temporaryFolder } from '../test-support/engine.ts'
import { anEvent } from '../test-support/events.ts'
import { constantModel } from '../test-support/onnx-file.ts'
import { localStore } from '../test-support/open-store.ts'
import { type WatchedSystem, watchSystem } from '../test-support/rpc.ts'

const PATTERN = { id: 'pattern', inputs: [{ url: 'test:pattern?size=640x360&fps=10' }], motion: { minArea: 0.02 }, events: { on: ['motion'], preSeconds: 1, postSeconds: 1, maxSeconds: 5 } }
const NOBODY = 65_534
const OLD_EVENTS = 3_000

const noticesOf = (screen: WatchedSystem): string[] => screen.states.at(-1)?.notices.map(({ text }) => text) ?? []
const damage = (path: string, fromByte: number): void => {
  const file = openSync(path, 'r+')
  writeSync(file, Buffer.alloc(48 * 1024, 0xa5), 0, 48 * 1024, fromByte)
  closeSync(file)
}

const models = temporaryFolder()
writeFileSync(join(models, 'words.onnx'), 'version https://git-lfs.github.com/spec/v1\n')
writeFileSync(join(models, 'empty.onnx'), '')
writeFileSync(join(models, 'other-shapes.onnx'), constantModel({ inputs: [{ name: 'images', shape: [1, 3, 64, 64] }], heads: [{ name: 'probabilities', shape: [1, 1000], data: new Float32Array(1000) }] }))
const BAD_MODELS: readonly { name: string; model: string; reason: RegExp }[] = [
  { name: 'a text file', model: 'words.onnx', reason: /words\.onnx: found text \("version https.*…"\), expected a binary ONNX model; perhaps a web page was saved in its place: choose another model, or download it again/ },
  { name: 'an empty file', model: 'empty.onnx', reason: /empty\.onnx: the file is empty \(0 bytes\), expected an ONNX model; .*download it again/ },
  { name: 'a model of other shapes', model: 'other-shapes.onnx', reason: /other-shapes\.onnx: found a model with images float32 1x3x64x64 -> probabilities float32 1x1000, expected .*; export it in one of these forms or choose another model/ },
]

it.each(BAD_MODELS)('$name as the model Vigil starts with: motion only, and one sentence that says why', async ({ model, reason }) => {
  const engine = await startEngine({ config: { version: 1, detector: { model: join(models, model) }, cameras: [PATTERN] } })
  const screen = await watchSystem(engine)
  const state = await engine.until<SystemStatus>('motion only', () => screen.states.find(({ detector }) => detector.state === 'motion-only') ?? null, 10_000)
  expect(state.detector.reason).toMatch(reason)
  expect(state.notices.map(({ text }) => text)).toContain(`Motion only: ${state.detector.reason}`)
  expect((await engine.fetch('/readyz')).status).toBe(200)
  screen.close()
  await engine.stop()
}, 20_000)

describe('models and config that cannot be used, while Vigil runs', () => {
  const folder = models
  let engine: RunningEngine
  let screen: WatchedSystem
  const write = (config: object | string): void => writeFileSync(join(engine.data, 'vigil.yml'), typeof config === 'string' ? config : stringify(config))
  const model = (name: string): object => ({ version: 1, detector: { model: name }, cameras: [PATTERN] })
  const detector = (): SystemStatus['detector'] | undefined => screen.states.at(-1)?.detector

  beforeAll(async () => {
    engine = await startEngine({ config: model('yolox-nano'), env: { VIGIL_SEVER_PORT: '9000' } })
    screen = await watchSystem(engine)
    await engine.until('the model', () => detector()?.state === 'ready')
  }, 30_000)
  afterAll(async () => {
    screen?.close()
    await engine?.stop()
  })

  it('warns of a variable it does not know', () => {
    expect(engine.log()).toContain('VIGIL_SEVER_PORT is ignored: Vigil knows no such variable; did you mean \\"VIGIL_SERVER_PORT\\"?')
  })

  it.each(BAD_MODELS)('$name as a model: what detects goes on, and one sentence says why', async ({ model: file, reason }) => {
    const from = screen.states.length
    write(model(join(folder, file)))
    const state = await engine.until<SystemStatus>('the refusal', () => screen.states.slice(from).find((one) => one.detector.reason?.includes(file)) ?? null, 10_000)
    expect(state.detector).toMatchObject({ state: 'ready', modelId: 'yolox-nano' })
    expect(state.detector.reason).toMatch(reason)
    expect(state.detector.reason).toMatch(/; yolox-nano stays in use$/)
    expect(state.notices.map(({ text }) => text)).toContain(state.detector.reason)
    expect((await engine.fetch('/readyz')).status).toBe(200)
  }, 15_000)
  it('no file as a model: motion only, and one sentence that says why', async () => {
    const from = screen.states.length
    write(model(join(folder, 'nowhere.onnx')))
    const state = await engine.until<SystemStatus>('motion only', () => screen.states.slice(from).find((one) => one.detector.state === 'motion-only') ?? null, 10_000)
    expect(state.detector.reason).toMatch(/nowhere\.onnx cannot be read: set detector\.model to an existing \.onnx file or to one of yolox-nano/)
    expect(state.notices.map(({ text }) => text)).toContain(`Motion only: ${state.detector.reason}`)
  }, 15_000)

  it('goes on with the last good config when the file is spoilt, and takes the next good one', async () => {
    write('version: 1\ncamras: []\n')
    await engine.until('the notice', () => noticesOf(screen).some((text) => text === 'vigil.yml:2:1 camras: unknown key; did you mean "cameras"?; the last good config stays in force'), 5_000)
    expect(await engine.get('/api/v1/cameras')).toHaveLength(1)
    write(model('yolox-nano'))
    await engine.until('the model again', () => detector()?.state === 'ready' && detector()?.reason === null, 10_000)
    expect(noticesOf(screen)).toEqual([])
    expect((await engine.get<{ state: string }[]>('/api/v1/cameras'))[0]?.state).toBe('live')
  }, 20_000)
})

describe('a data folder that cannot be used', () => {
  const watched = async (data: string, uid?: number): Promise<{ engine: RunningEngine; screen: WatchedSystem }> => {
    const engine = await startEngine({ config: { version: 1, detector: { model: 'none' }, cameras: [PATTERN] }, data, ...(uid !== undefined && { uid }) })
    return { engine, screen: await watchSystem(engine) }
  }

  it.each<{ name: string; spoil: (data: string) => void; uid?: number; reason: RegExp }>([
    {
      name: 'read-only', reason: /^Vigil may not write to \S+ \(.*\): give its user write access to that folder, or choose another one with --data\.$/,
      // Root may write everywhere: there it runs as somebody else.
      spoil: (data) => chmodSync(data, process.getuid?.() === 0 ? 0o755 : 0o555), ...(process.getuid?.() === 0 && { uid: NOBODY }),
    },
    { name: 'with a folder where the catalogue should be', spoil: (data) => { mkdirSync(join(data, 'vigil.db')) }, reason: /^Vigil cannot open \S+vigil\.db \(.*\): check that the folder is writable and that nothing but a file has that name, or choose another folder with --data\.$/ },
  ])('$name: the cameras run, nothing is recorded, and it says so', async ({ spoil, uid, reason }) => {
    const data = temporaryFolder()
    writeFileSync(join(data, 'vigil.yml'), '')
    spoil(data)
    const { engine, screen } = await watched(data, uid)
    try {
      const state = await engine.until<SystemStatus>('the store says why', () => screen.states.find(({ store }) => store.state === 'failed') ?? null, 10_000)
      expect(state.store.reason).toMatch(reason)
      expect(state.notices).toContainEqual({ id: 'store', level: 'alert', text: `Nothing is recorded: ${state.store.reason}`, cameraId: null })
      await engine.until('a live camera', async () => (await engine.get<Health>('/healthz')).cameras.live === 1, 10_000)
      const events = await engine.fetch('/api/v1/events')
      expect(events.status).toBe(503)
      expect(await events.json()).toMatchObject({ title: state.store.reason })
      expect((await engine.fetch('/readyz')).status).toBe(503)
    } finally {
      screen.close()
      expect((await engine.stop()).code).toBe(0)
    }
  }, 30_000)

  it('that is not there yet is made', async () => {
    const data = join(temporaryFolder(), 'not', 'yet')
    const engine = await startEngine({ config: { version: 1 }, args: ['--data', data] })
    await engine.until('ready', async () => (await engine.fetch('/readyz')).ok, 5_000)
    expect(existsSync(join(data, 'vigil.db'))).toBe(true)
    expect((await engine.stop()).code).toBe(0)
  }, 15_000)
})

describe('damaged files', () => {
  const data = temporaryFolder()
  let before: Event[] = []
  const config = (cameras: readonly object[]): object => ({ version: 1, detector: { model: 'none' }, cameras })
  const asides = (folder: string): string[] => readdirSync(folder).filter((name) => /\.damaged-[\dTZ-]+$/.test(name))

  beforeAll(async () => {
    const engine = await startEngine({ config: config([PATTERN]), data })
    before = await engine.until<Event[]>('saved clips', async () => {
      const saved = (await engine.events()).filter(({ clip }) => clip.state === 'saved')
      return saved.length >= 2 ? saved : null
    }, 20_000)
    expect((await engine.stop()).code).toBe(0)
  }, 40_000)

  it('the catalogue: what can be read of it is still listed, the damaged file is kept and named', async () => {
    const path = join(data, 'vigil.db')
    const store = localStore(data, () => Date.now())
    for (let index = 0; index < OLD_EVENTS; index++) store.calls.putEvent(anEvent({ id: `OLD${index}`, startedMs: -index * 60_000, state: 'ended' }))
    store.close()
    damage(path, statSync(path).size / 2)
    const engine = await startEngine({ config: config([]), data })
    const screen = await watchSystem(engine)
    try {
      await engine.until('ready', async () => (await engine.fetch('/readyz')).ok, 10_000)
      const ids: string[] = []
      for (let page = { items: [] as Event[], next: '' as string | null }; page.next !== null;) {
        page = await engine.get<EventPage>(`/api/v1/events?limit=500${page.next === '' ? '' : `&cursor=${page.next}`}`)
        ids.push(...page.items.map(({ id }) => id))
      }
      const notice = await engine.until<string>('the notice', () => noticesOf(screen).find((text) => text.startsWith('A damaged file was set aside')) ?? null, 5_000)
      process.stdout.write(`  ${ids.length} of ${OLD_EVENTS + before.length} events could be read; ${notice}\n`)
      expect(ids.length).toBeGreaterThan(OLD_EVENTS * 0.5)
      for (const { id } of before) expect(ids, 'the newest, with their clips').toContain(id)
      expect(notice).not.toContain('\n')
      expect(asides(data)).toHaveLength(1)
      expect(notice).toContain(join(data, asides(data)[0] ?? ''))
    } finally {
      screen.close()
      await engine.stop()
    }
  }, 30_000)

  it('a day of media: its events are still listed and say so, the damaged file is kept and named, and recording goes on', async () => {
    const folder = join(data, 'media')
    const name = readdirSync(folder).find((file) => /^media-[\d-]+\.[a-z0-9-]+\.db$/.test(file)) ?? ''
    damage(join(folder, name), 0)
    const engine = await startEngine({ config: config([PATTERN]), data })
    const screen = await watchSystem(engine)
    try {
      const notice = await engine.until<string>('the notice', () => noticesOf(screen).find((text) => text.startsWith('A damaged file was set aside')) ?? null, 15_000)
      expect(asides(folder)).toHaveLength(1)
      expect(notice).toContain(join(folder, asides(folder)[0] ?? ''))
      const known = new Map((await engine.events()).map((event) => [event.id, event]))
      for (const { id } of before) expect(known.get(id)?.clip).toMatchObject({ state: 'failed', reason: expect.stringContaining(`The media file ${name.slice(6, -3)} was damaged; it was kept as`) as unknown })
      await engine.until('a new clip', async () => (await engine.events()).some(({ clip }) => clip.state === 'saved'), 15_000)
      expect((await engine.fetch('/readyz')).status).toBe(200)
    } finally {
      screen.close()
      expect((await engine.stop()).code).toBe(0)
    }
  }, 45_000)
})
