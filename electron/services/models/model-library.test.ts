import { access, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { DetectorStatus } from '../../../common/contracts/model.ts'
import { EditError } from '../../../common/edit-error.ts'
import { childHost } from '../../../test-support/child-host.ts'
import { temporaryFolder } from '../../../test-support/engine.ts'
import { modelPath } from '../../../test-support/footage.ts'
import { manualClock } from '../../../test-support/manual-clock.ts'
import { constantModel, meanModel } from '../../../test-support/onnx-file.ts'
import { modelChecker, type CheckModel } from './check-model.ts'
import { ModelLibrary } from './model-library.ts'

const NAMES = { names: "{0: 'cat', 1: 'dog', 2: 'bird'}", license: 'MIT' }
const IDLE: DetectorStatus = { state: 'motion-only', modelId: null, sha256: null, threads: 0, provider: null, note: null, reason: 'none' }
let data: string
let folder: string
let chosen: string[]
let reloads: number
let status: DetectorStatus
const clock = manualClock()

function library(check: CheckModel = modelChecker({ host: childHost(), clock })): ModelLibrary {
  return new ModelLibrary({
    dataFolder: data, folders: [folder], check, clock, mostBytes: 1_000_000, wanted: () => chosen.at(-1) ?? 'none', status: () => status,
    choose: async (id) => { chosen.push(id) }, reload: () => { reloads++ },
  })
}

beforeEach(async () => {
  data = temporaryFolder()
  folder = join(data, 'models')
  await mkdir(folder)
  chosen = []
  reloads = 0
  status = IDLE
})

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000)
}
const problemOf = (promise: Promise<unknown>): Promise<EditError> => promise.then(() => { throw new Error('was accepted') }, (error: unknown) => error as EditError)

describe('importing', () => {
  it('tries, keeps and lists a model, with what it turned out to be', async () => {
    const models = library()
    const bytes = meanModel({ side: 64, metadata: NAMES })
    const info = await models.import({ name: 'C:\\exports\\My model (v2).onnx', bytes: chunksOf(bytes) })
    const path = join(folder, 'My-model-v2.onnx')
    expect(info).toMatchObject({
      id: path, title: 'My-model-v2', family: 'yolo-end2end', state: 'available', sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length,
      licence: 'MIT', inputWidth: 64, inputHeight: 64, labels: ['cat', 'dog', 'bird'], reason: null,
    })
    expect(info.provenance).toMatch(/^imported \d{4}-\d\d-\d\d from My model \(v2\)\.onnx$/)
    expect(await readFile(path)).toEqual(Buffer.from(bytes))
    // Known to an engine that starts later, too.
    expect((await library().list()).find(({ id }) => id === path)).toEqual(info)
  })
  it('takes a sidecar along, and the same content only once', async () => {
    const models = library()
    const bytes = meanModel({ side: 64, metadata: NAMES })
    await models.import({ name: 'a.onnx', bytes: chunksOf(bytes) })
    const again = await models.import({ name: 'b.onnx', bytes: chunksOf(bytes), sidecar: 'names: [x, y, z]\nlicence: BSD' })
    expect(again).toMatchObject({ id: join(folder, 'a.onnx'), labels: ['x', 'y', 'z'], licence: 'BSD' })
    const other = await models.import({ name: 'a.onnx', bytes: chunksOf(meanModel({ side: 32, metadata: NAMES })) })
    expect(other).toMatchObject({ id: join(folder, 'a-2.onnx'), inputWidth: 32 })
    expect((await readdir(folder)).toSorted()).toEqual(['.incoming', 'a-2.onnx', 'a-2.onnx.record', 'a.onnx', 'a.onnx.record', 'a.onnx.yml'])
    expect(await readdir(join(folder, '.incoming'))).toEqual([])
  })
  it.each<{ name: string; file?: string; bytes: () => AsyncIterable<Uint8Array>; sidecar?: string; kind?: EditError['kind']; problem: RegExp }>([
    { name: 'a name that is none', file: 'model.pt', bytes: () => chunksOf(Buffer.from('x')), problem: /^"model\.pt" is not called NAME\.onnx; export the model to ONNX/ },
    { name: 'nothing', bytes: () => chunksOf(Buffer.alloc(0)), problem: /^bad\.onnx is empty \(0 bytes\)/ },
    { name: 'text', bytes: () => chunksOf(Buffer.from('<html>not found</html>')), problem: /^bad\.onnx: found text \("<html>not found<\/html>…"\), expected a binary ONNX model/ },
    { name: 'a family nobody knows', bytes: () => chunksOf(constantModel({ inputs: [{ name: 'in', shape: [1, 3, 64, 64] }], heads: [{ name: 'out', shape: [1, 10], data: new Float32Array(10) }] })), problem: /^bad\.onnx: found a model with in float32 1x3x64x64 -> out float32 1x10, expected YOLOX/ },
    { name: 'answers that are no numbers', bytes: () => chunksOf(constantModel({ inputs: [{ name: 'in', shape: [1, 3, 64, 64] }], heads: [{ name: 'out', shape: [1, 300, 6], data: new Float32Array(1800).fill(Number.NaN) }] })), problem: /^bad\.onnx: a trial run on a grey picture gave NaN in out/ },
    { name: 'a wrong sidecar', bytes: () => chunksOf(meanModel({ side: 64 })), sidecar: 'colour: red', problem: /^bad\.onnx\.yml: Unrecognized key: "colour"/ },
    { name: 'too much', kind: 'too-large', bytes: async function* () { for (let sent = 0; sent <= 1_000_000; sent += 100_000) yield new Uint8Array(100_000) }, problem: /^bad\.onnx is larger than 1\.0 MB, the most that is imported/ },
  ])('refuses in one line and leaves nothing behind: $name', async ({ file = 'bad.onnx', bytes, sidecar, kind = 'invalid', problem }) => {
    const error = await problemOf(library().import({ name: file, bytes: bytes(), sidecar }))
    expect(error).toBeInstanceOf(EditError)
    expect([error.kind, error.problems.length]).toEqual([kind, 1])
    expect(error.problems[0]).toMatch(problem)
    expect(error.message).not.toContain('\n')
    expect((await readdir(folder)).filter((name) => name !== '.incoming')).toEqual([])
  })
  it('outlives a model that takes its process along, and one that never answers', async () => {
    const host = childHost()
    const dying = modelChecker({ host: { spawn: (name, args) => { const worker = host.spawn(name, args); worker.kill(); return worker } }, clock })
    expect((await problemOf(library(dying).import({ name: 'x.onnx', bytes: chunksOf(meanModel({ side: 64 })) }))).message).toMatch(/x\.onnx: the process that tried it ended with SIGKILL; choose another model/)
    const silent = modelChecker({ host: { spawn: () => ({ pid: 1, post: () => {}, onMessage: () => {}, onExit: () => {}, kill: () => {} }) }, clock })
    const outcome = silent({ path: 'x.onnx' })
    clock.advance(60_000)
    expect(await outcome).toEqual({ type: 'refused', reason: 'x.onnx: the trial run took longer than 60 s; choose another model, or export it again' })
  })
  it('removes what an import that was cut short left behind', async () => {
    await mkdir(join(folder, '.incoming', 'model-1'), { recursive: true })
    await library().tidy()
    await expect(access(join(folder, '.incoming'))).rejects.toThrow('ENOENT')
  })
})

describe('choosing', () => {
  it('tries the model first, then has it written into the config', async () => {
    const models = library()
    await copyFile(modelPath('FastestDet.onnx'), join(folder, 'fast.onnx'))
    expect((await models.list()).find(({ title }) => title === 'fast')).toMatchObject({ family: null, inputWidth: null, provenance: null })
    expect(await models.activate(join(folder, 'fast.onnx'))).toMatchObject({ family: 'fastestdet', inputWidth: 352, state: 'available' })
    await copyFile(modelPath('yolox_nano.onnx'), join(folder, 'n.onnx'))
    expect(await models.activate('yolox-nano')).toMatchObject({ id: 'yolox-nano', family: 'yolox' })
    expect(await models.activate('none')).toBeNull()
    expect(chosen).toEqual([join(folder, 'fast.onnx'), 'yolox-nano', 'none'])
  })
  it('lists what detects with what the detector found out, also from elsewhere', async () => {
    const path = modelPath('FastestDet.onnx')
    chosen = [path]
    const fast = (await library().list()).find(({ title }) => title === 'FastestDet')
    status = { ...IDLE, state: 'ready', modelId: 'FastestDet', sha256: fast!.sha256, reason: null }
    const models = library()
    models.inUse({ family: 'fastestdet', inputWidth: 352, inputHeight: 352, labels: ['person'], recognisedAs: '' })
    expect((await models.list()).find(({ id }) => id === path)).toMatchObject({ state: 'active', family: 'fastestdet', labels: ['person'] })
  })
  it('loads the model in use again when its sidecar is replaced', async () => {
    const models = library()
    const bytes = meanModel({ side: 64, metadata: NAMES })
    const { sha256 } = await models.import({ name: 'a.onnx', bytes: chunksOf(bytes) })
    status = { ...IDLE, state: 'ready', modelId: 'a', sha256, reason: null }
    await models.import({ name: 'a.onnx', bytes: chunksOf(bytes), sidecar: 'names: [x, y, z]' })
    expect(reloads).toBe(1)
  })
  it.each<{ name: string; id: () => string; kind: EditError['kind']; problem: RegExp }>([
    { name: 'no such model', id: () => 'yolo9000', kind: 'not-found', problem: /^there is no model "yolo9000"; expected one of yolox-nano, yolox-tiny, yolox-s, .*broken\.onnx, or none$/ },
    { name: 'a file outside the folders', id: () => modelPath('yolox_nano.onnx'), kind: 'not-found', problem: /^there is no model "\// },
    { name: 'not on this machine', id: () => 'yolox-s', kind: 'conflict', problem: /^The model yolox-s is not on this machine: download/ },
    { name: 'broken', id: () => join(folder, 'broken.onnx'), kind: 'invalid', problem: /broken\.onnx: found text/ },
  ])('changes nothing for one that cannot be used: $name', async ({ id, kind, problem }) => {
    await writeFile(join(folder, 'broken.onnx'), 'text')
    const models = library()
    const error = await problemOf(models.activate(id()))
    expect([error.kind, chosen]).toEqual([kind, []])
    expect(error.message).toMatch(problem)
    if (kind === 'invalid') expect((await models.list()).at(-1)).toMatchObject({ state: 'broken', reason: error.message })
  })
})
