import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { systemClock } from '../../ports/clock.ts'
import type { SecretStore } from '../../ports/secret-store.ts'
import { CameraEditor } from './camera-editor.ts'
import { ConfigError, ConfigService } from './config-service.ts'

const TEXT = `# The yard, since 2019.
version: 1
alerts: { p99Ms: 40 }   # the guard likes it quick
cameras:
  # The old one by the gate.
  - id: gate
    name: Gate          # on the left
    inputs: [ { url: 'test:pattern' } ]
    detect: { fps: 5 }
  - id: yard
    inputs: [ { url: 'rtsp://user:hunter2@cam/1' } ]
`

describe('the config file', () => {
  let folder = ''
  let file = ''
  const logged: string[] = []
  const logger = { info: () => undefined, debug: () => undefined, warn: (_: object, text: string) => logged.push(text), error: (_: object, text: string) => logged.push(text) }
  const load = (overrides = new Map<string, string>()): Promise<ConfigService> => ConfigService.load({ file, overrides, clock: systemClock, logger })
  const stored = new Map<string, string>()
  const secrets: SecretStore = {
    weakness: null,
    get: (name) => Promise.resolve(stored.get(name) ?? null),
    set: async (name, value) => { stored.set(name, value) },
    delete: async (name) => { stored.delete(name) },
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vigil-config-'))
    file = join(folder, 'vigil.yml')
    writeFileSync(file, TEXT)
    logged.length = 0
    stored.clear()
  })
  afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

  it('keeps comments, order and everything else through edits', async () => {
    const config = await load()
    await config.patchCamera('gate', { detect: { fps: 8 }, zones: [{ id: 'door', points: [[0, 0], [1, 0], [1, 1]] }] })
    await config.addCamera({ id: 'roof', inputs: [{ url: 'test:pattern' }] })
    await config.removeCamera('yard')
    const text = readFileSync(file, 'utf8')
    for (const comment of ['# The yard, since 2019.', '# the guard likes it quick', '# The old one by the gate.', '# on the left']) expect(text).toContain(comment)
    expect(text.indexOf('alerts')).toBeLessThan(text.indexOf('cameras'))
    expect(config.config.cameras.map(({ id }) => id)).toEqual(['gate', 'roof'])
    expect(config.camera('gate')).toMatchObject({ name: 'Gate', detect: { fps: 8 }, zones: [{ id: 'door' }] })
    expect((await load()).config).toEqual(config.config)
    expect(readdirSync(folder)).toEqual(['vigil.yml'])
  })
  it.each<{ name: string; edit: (config: ConfigService) => Promise<unknown>; kept: RegExp | null; zones: [number, number] }>([
    { name: 'an edit beside it keeps the alias', edit: (config) => config.patchCamera('a', { name: 'A' }), kept: /zones: \*path/, zones: [1, 1] },
    { name: 'one that replaces what the alias refers to', edit: (config) => config.patchCamera('a', { zones: [] }), kept: null, zones: [0, 1] },
    { name: 'one that replaces the alias', edit: (config) => config.patchCamera('b', { zones: [] }), kept: null, zones: [1, 0] },
    { name: 'the camera that holds the anchor goes', edit: (config) => config.removeCamera('a'), kept: null, zones: [NaN, 1] },
  ])('YAML aliases: $name', async ({ edit, kept, zones }) => {
    writeFileSync(file, `version: 1
cameras:
  - { id: a, inputs: [ { url: 'test:pattern' } ], zones: &path [ { id: path, points: &p [[0,0],[1,0],[1,1]] } ], motion: { masks: [ { id: m, points: *p } ] } }
  - { id: b, inputs: [ { url: 'test:pattern' } ], zones: *path }
`)
    const config = await load()
    await edit(config)
    const again = (await load()).config
    expect(again).toEqual(config.config)
    expect(['a', 'b'].map((id) => again.cameras.find((camera) => camera.id === id)?.zones.length ?? NaN)).toEqual(zones)
    if (kept) expect(readFileSync(file, 'utf8')).toMatch(kept)
  })
  it('writes nothing that it could not read again', async () => {
    const config = await load()
    await expect(config.patchCamera('gate', { detect: { fps: 1000 } })).rejects.toThrow(/cameras\[0\]\.detect\.fps: expected a number from 0\.1 to 60, got 1000/)
    await expect(config.addCamera({ id: 'gate', inputs: [{ url: 'test:pattern' }] })).rejects.toThrow(/is taken/)
    expect(readFileSync(file, 'utf8')).toBe(TEXT)
    expect(config.config.cameras).toHaveLength(2)
  })
  it('takes a key out when an edit says null', async () => {
    const config = await load()
    await config.patchCamera('gate', { record: { retention: { days: 3, maxGb: 1 } } })
    expect(config.camera('gate')?.record.retention).toEqual({ days: 3, maxGb: 1 })
    await config.patchCamera('gate', { record: { retention: { days: null } } })
    expect((await load()).camera('gate')?.record.retention).toEqual({ maxGb: 1 })
  })
  it('makes edits one after the other', async () => {
    const config = await load()
    await Promise.all(Array.from({ length: 10 }, (_, index) => config.addCamera({ id: `c${index}`, inputs: [{ url: 'test:pattern' }] })))
    expect((await load()).config.cameras).toHaveLength(12)
  })
  it('does not write the environment\'s values into the file', async () => {
    const config = await load(new Map([['server.port', '9000']]))
    await config.patchCamera('gate', { name: 'Other' })
    expect(config.config.server.port).toBe(9000)
    expect(readFileSync(file, 'utf8')).not.toContain('9000')
  })
  it.each([
    { name: 'a missing file is an empty config', make: () => { rmSync(file) }, cameras: 0 },
    { name: 'an empty one too', make: () => { writeFileSync(file, '') }, cameras: 0 },
  ])('$name', async ({ make, cameras }) => {
    make()
    const config = await load()
    expect(config.config.cameras).toHaveLength(cameras)
    await config.addCamera({ id: 'first', inputs: [{ url: 'test:pattern' }] })
    expect((await load()).config.cameras).toHaveLength(1)
  })
  it('says what is wrong with a file it cannot take', async () => {
    rmSync(file)
    mkdirSync(file)
    await expect(load()).rejects.toThrow(/vigil\.yml: cannot be read \(EISDIR\)/)
    await expect(ConfigService.load({ file: join(folder, 'vigil.yml', 'x', 'y'), overrides: new Map(), clock: systemClock, logger })).resolves.toBeInstanceOf(ConfigService)
    writeFileSync(join(folder, 'other'), '')
    await expect(ConfigService.load({ file: join(folder, 'other', 'vigil.yml'), overrides: new Map(), clock: systemClock, logger })).rejects.toBeInstanceOf(ConfigError)
  })

  it('is taken anew when it changes on disk, however the editor writes, and not when it is spoilt', async () => {
    const config = await load()
    const seen: string[] = []
    config.onChange(() => seen.push(`${config.config.cameras.length} cameras, ${config.problems.length} problems`))
    const stop = config.watch()
    try {
      writeFileSync(file, TEXT.replace('fps: 5', 'fps: 6'))
      await vi.waitFor(() => expect(config.camera('gate')?.detect.fps).toBe(6), 5_000)
      expect(config.version).toBe(2)
      writeFileSync(`${file}~`, TEXT.replace('fps: 5', 'fps: 7'))
      renameSync(`${file}~`, file)
      await vi.waitFor(() => expect(config.camera('gate')?.detect.fps).toBe(7), 5_000)
      writeFileSync(file, TEXT.replace('fps: 5', 'fps: many'))
      await vi.waitFor(() => expect(config.problems).toEqual(['vigil.yml:9:20 cameras[0].detect.fps: expected a number from 0.1 to 60, got "many"']), 5_000)
      expect(config.camera('gate')?.detect.fps).toBe(7)
      expect(logged.at(-1)).toMatch(/got "many"; the last good config stays in force$/)
      writeFileSync(file, TEXT)
      await vi.waitFor(() => expect(config.problems).toEqual([]), 5_000)
      expect(seen).toEqual(['2 cameras, 0 problems', '2 cameras, 0 problems', '2 cameras, 1 problems', '2 cameras, 0 problems'])
    } finally {
      stop()
    }
  })

  describe('passwords', () => {
    it.each([
      { name: 'typed in full', url: 'rtsp://user:n3w@cam/2', password: 'n3w', kept: 'rtsp://user:${secret:yard}@cam/2' },
      { name: 'masked, with another path', url: 'rtsp://user:***@cam/2', password: 'hunter2', kept: 'rtsp://user:${secret:yard}@cam/2' },
      { name: 'with characters of its own', url: 'rtsp://user:a%40b%2Fc@cam/2', password: 'a@b/c', kept: 'rtsp://user:${secret:yard}@cam/2' },
      { name: 'none', url: 'rtsp://cam/2', password: undefined, kept: 'rtsp://cam/2' },
    ])('$name: kept in the secret store, never in the file', async ({ url, password, kept }) => {
      const config = await load()
      await new CameraEditor(config, secrets).update('yard', { inputs: [{ url }] })
      expect(config.camera('yard')?.inputs[0]?.url).toBe(kept)
      expect(stored.get('yard')).toBe(password)
      expect(readFileSync(file, 'utf8')).not.toMatch(/hunter2|n3w|a%40b/)
    })
    it('of a new camera go there too; what equals a default is not written', async () => {
      const config = await load()
      const id = await new CameraEditor(config, secrets).add({ name: 'Dach (Süd)', enabled: true, inputs: [{ url: 'rtsp://u:p@cam/1', transport: 'tcp', roles: ['detect', 'record'] }], detect: { fps: 10 } })
      expect(id).toBe('dach-sud')
      expect(stored.get(id)).toBe('p')
      expect(readFileSync(file, 'utf8')).not.toMatch(/transport|enabled/)
    })
    it.each([
      { name: 'an unknown key', patch: { colour: 'red' }, problem: /^colour: unknown key; known here: id, name, / },
      { name: 'another id', patch: { id: 'x' }, problem: /^id: cannot be changed/ },
      { name: 'a bad value', patch: { enabled: 'yes' }, problem: /enabled: expected true or false, got "yes"/ },
    ])('$name is refused with a sentence', async ({ patch, problem }) => {
      await expect(new CameraEditor(await load(), secrets).update('gate', patch)).rejects.toThrow(problem)
      expect(readFileSync(file, 'utf8')).toBe(TEXT)
    })
    it('a camera that is not there is said to be so', async () => {
      await expect(new CameraEditor(await load(), secrets).remove('roof')).rejects.toMatchObject({ kind: 'not-found', message: 'there is no camera "roof"' })
    })
  })
})
