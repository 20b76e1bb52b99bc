import { copyFile, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ModelInfo } from '../../../common/contracts/model.ts'
import { modelPath } from '../../../test-support/footage.ts'
import { CATALOGUE } from './catalogue.ts'
import { listModels } from './list-models.ts'
import { createDigestCache, inspectModel } from './model-files.ts'
import { resolveModel } from './resolve-model.ts'

const NANO = 'e8af074932d4ed7e232278e3055cefcdea3edf178874a3694ae292649fb464dd'
let folder: string

beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'vigil-models-')) })
afterEach(async () => { await rm(folder, { recursive: true }) })

describe('resolving detector.model', () => {
  it('finds a catalogue model by its content, whatever the file is called', async () => {
    await copyFile(modelPath('yolox_nano.onnx'), join(folder, 'renamed.onnx'))
    expect(await resolveModel({ wanted: 'yolox-nano', folders: ['/nowhere', folder] })).toMatchObject({ model: { id: 'yolox-nano', path: join(folder, 'renamed.onnx'), sha256: NANO, known: { family: 'yolox' } } })
  })
  it('takes a path as it is, and knows it when it is a catalogue model', async () => {
    await writeFile(join(folder, 'mine.onnx'), 'anything')
    expect(await resolveModel({ wanted: join(folder, 'mine.onnx'), folders: [] })).toMatchObject({ model: { id: 'mine', path: join(folder, 'mine.onnx') } })
    expect(await resolveModel({ wanted: modelPath('yolox_nano.onnx'), folders: [] })).toMatchObject({ model: { id: 'yolox-nano', sha256: NANO } })
  })
  it.each([
    { name: 'none', wanted: 'none', reason: /^Motion only, as the config asks/ },
    { name: 'missing', wanted: 'yolox-s', reason: /^The model yolox-s is not on this machine: download https:\/\/github\.com\/.*yolox_s\.onnx \(35\.9 MB\) into .*vigil-models/ },
    { name: 'unknown id', wanted: 'yolo9000', reason: /no model "yolo9000" in the catalogue: set detector\.model to one of yolox-nano, yolox-tiny, yolox-s, to the path/ },
    { name: 'missing file', wanted: '/nowhere/x.onnx', reason: /^\/nowhere\/x\.onnx cannot be read: set detector\.model to an existing/ },
    { name: 'other content under the name', wanted: 'yolox-tiny', reason: /yolox_tiny\.onnx is not the published yolox-tiny \(SHA-256 [0-9a-f]{12}…, 5 bytes\): download it again from https/ },
  ])('says in one sentence why there is none: $name', async ({ wanted, reason }) => {
    await writeFile(join(folder, 'yolox_tiny.onnx'), 'wrong')
    const resolved = await resolveModel({ wanted, folders: [folder] })
    expect(resolved.model).toBeNull()
    expect('reason' in resolved && resolved.reason).toMatch(reason)
    expect('reason' in resolved && resolved.reason).not.toContain('\n')
  })
})

it('reads a file once until it changes', async () => {
  const cache = createDigestCache()
  const path = join(folder, 'a.onnx')
  await writeFile(path, 'one')
  await utimes(path, 1000, 1000)
  const first = await inspectModel(path, cache)
  await writeFile(path, 'two')
  await utimes(path, 1000, 1000)
  expect(await inspectModel(path, cache)).toEqual(first)
  await utimes(path, 2000, 2000)
  expect((await inspectModel(path, cache))?.sha256).not.toBe(first?.sha256)
})

describe('listing models', () => {
  it('shows the catalogue and what else is there', async () => {
    await copyFile(modelPath('yolox_nano.onnx'), join(folder, 'n.onnx'))
    await writeFile(join(folder, 'other.onnx'), 'x')
    const models = await listModels({ folders: [folder], active: { sha256: NANO, traits: null } })
    expect(models.map(({ id, state }) => [id, state])).toEqual([
      ['yolox-nano', 'active'], ['yolox-tiny', 'missing'], ['yolox-s', 'missing'], [join(folder, 'other.onnx'), 'available'],
    ])
    for (const model of models) expect(ModelInfo.parse(model)).toEqual(model)
    const broken = await listModels({ folders: [folder], active: { sha256: null, traits: null }, tried: new Map([[NANO, { usable: false, reason: 'no' }]]) })
    expect(broken[0]).toMatchObject({ state: 'broken', reason: 'no' })
  })
  it('has addresses, sizes and digests that look right', () => {
    for (const entry of CATALOGUE) {
      expect(entry.url).toMatch(/^https:\/\/github\.com\/Megvii-BaseDetection\/YOLOX\/releases\/download\/0\.1\.1rc0\/yolox_[a-z]+\.onnx$/)
      for (const digest of entry.digests) expect(digest).toMatch(/^[0-9a-f]{64}$/)
    }
  })
})
