import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { modelPath } from '../../test-support/footage.ts'
import { constantModel, meanModel, writeOnnx } from '../../test-support/onnx-file.ts'
import { factsOfMetadata } from './metadata-facts.ts'
import { readMetadata } from './onnx-metadata.ts'
import { countProvider } from './providers.ts'
import { openSession } from './session.ts'
import { parseSidecar } from './sidecar.ts'

let folder: string
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'vigil-sources-')) })
afterEach(() => rm(folder, { recursive: true }))

async function save(bytes: Uint8Array, sidecar?: string): Promise<string> {
  const path = join(folder, 'model.onnx')
  await writeFile(path, bytes)
  if (sidecar !== undefined) await writeFile(`${path}.yml`, sidecar)
  return path
}

describe('what an exporter wrote into the file', () => {
  it('is read without the graph', async () => {
    const metadata = { names: "{0: 'person', 1: \"driver's cab\", 3: 'a \\'b\\''}", imgsz: '[384, 640]', license: 'AGPL-3.0', empty: '' }
    const path = await save(meanModel({ side: 64, metadata }))
    expect(Object.fromEntries(readMetadata(path))).toEqual(metadata)
    expect(factsOfMetadata(readMetadata(path), path)).toMatchObject({
      width: 640, height: 384, licence: 'AGPL-3.0', names: { list: ['person', "driver's cab", null, "a 'b'"], from: 'its metadata' },
    })
  })
  it.each([
    { name: 'the development model', bytes: null },
    { name: 'noise', bytes: Uint8Array.from([255, 254, 253, 7, 7, 7]) },
    { name: 'a length beyond the end', bytes: Uint8Array.from([0x3a, 0xff, 0xff, 0xff, 0x7f, 1, 2]) },
    { name: 'nothing', bytes: new Uint8Array(0) },
  ])('is nothing, without an error: $name', async ({ bytes }) => {
    expect([...readMetadata(bytes ? await save(bytes) : modelPath('yolox_nano.onnx')).keys()]).toEqual([])
  })
  it('says when a model does something else', () => {
    expect(() => factsOfMetadata(new Map([['task', 'pose']]), 'x.onnx')).toThrow('x.onnx: its metadata says that it is made for the task "pose", expected detect; choose a detection model')
  })
})

describe('a sidecar', () => {
  it.each([
    { name: 'an unknown key', text: 'famly: yolov8', message: /x\.yml: Unrecognized key: "famly"/ },
    { name: 'two problems, one clause each', text: 'input: { width: 7, colour: pink }', message: /x\.yml: input\.width: .*; x\.yml: input\.colour: / },
    { name: 'a range that is none', text: 'input: { range: 0-2 }', message: /x\.yml: input\.range: expected "0-255", "0-1", or \{ mean/ },
    { name: 'no YAML', text: 'a: [1', message: /x\.yml: not YAML or JSON: / },
  ])('is refused with what is wrong: $name', ({ text, message }) => {
    expect(() => parseSidecar(text, 'x.yml')).toThrow(message)
  })
  it('wins over the metadata', async () => {
    const path = await save(meanModel({ side: 64, metadata: { names: "{0: 'a', 1: 'b', 2: 'c'}" } }), 'names: [x, y, z]\nlicence: MIT\n')
    const session = await openSession({ path, providers: ['cpu'], known: { names: { list: ['k'], from: 'the catalogue' } } })
    expect(session.adapter.labels).toEqual(['x', 'y', 'z'])
    expect(session.licence).toBe('MIT')
    await session.release()
  })
})

describe('a picture of one colour arrives as the model wants it', () => {
  // BT.601, limited range, of Y 150, U 100, V 180.
  const luma = (255 / 219) * (150 - 16)
  const [u, v] = [(255 / 224) * (100 - 128), (255 / 224) * (180 - 128)]
  const rgb = [luma + 1.402 * v, luma - 0.344136 * u - 0.714136 * v, luma + 1.772 * u].map((value) => Math.min(255, value))
  it.each([
    { name: 'RGB 0..1, in the middle of grey 114', sidecar: '', expected: rgb.map((value) => (value + 114) / 2 / 255) },
    { name: 'BGR, stretched', sidecar: 'input: { colour: bgr, fit: stretch }', expected: rgb.toReversed().map((value) => value / 255) },
    { name: 'another grey, at the corner', sidecar: 'input: { fit: letterbox-corner, pad: 0 }', expected: rgb.map((value) => value / 2 / 255) },
    { name: 'mean and std', sidecar: 'input: { fit: stretch, range: { mean: [0.1, 0.2, 0.3], std: [2, 3, 4] } }', expected: rgb.map((value, i) => (value / 255 - [0.1, 0.2, 0.3][i]!) / [2, 3, 4][i]!) },
    { name: '0..255 is cut at a score of 1', sidecar: 'input: { range: 0-255 }', expected: [1, 1, 1] },
  ])('$name', async ({ sidecar, expected }) => {
    const session = await openSession({ path: await save(meanModel({ side: 64 }), sidecar), providers: ['cpu'] })
    const picture = new Uint8Array(128 * 96).fill(150, 0, 128 * 64).fill(100, 128 * 64, 128 * 80).fill(180, 128 * 80)
    const { detections } = await session.detect({ buffer: picture.buffer, offset: 0, width: 128, height: 64 })
    await session.release()
    const byPlane = new Map(detections.map(({ label, score }) => [label, score]))
    // Weak ones are not reported.
    const planes = ['person', 'bicycle', 'car'].map((label) => byPlane.get(label) ?? 0)
    expected.forEach((score, i) => { expect(planes[i]).toBeCloseTo(score < 0.1 ? 0 : score, 4) })
  })
})

it('a model that asks for the size of the picture is told its input, width first', async () => {
  // Boxes as fractions times the size it was told, twice.
  const bytes = writeOnnx({
    inputs: [{ name: 'images', shape: [1, 3, 32, 64] }, { name: 'orig_target_sizes', type: 'int64', shape: [1, 2] }],
    outputs: [{ name: 'labels', type: 'int64', shape: [1, 1] }, { name: 'boxes', shape: [1, 1, 4] }, { name: 'scores', shape: [1, 1] }],
    initializers: [
      { name: 'label', shape: [1, 1], data: BigInt64Array.from([2n]) }, { name: 'score', shape: [1, 1], data: Float32Array.from([0.75]) },
      { name: 'fractions', shape: [1, 1, 4], data: Float32Array.from([0.25, 0.5, 0.5, 0.875]) },
    ],
    nodes: [
      { op: 'Cast', inputs: ['orig_target_sizes'], outputs: ['size'], ints: { to: 1 } },
      { op: 'Concat', inputs: ['size', 'size'], outputs: ['sizes'], ints: { axis: 1 } },
      { op: 'Mul', inputs: ['fractions', 'sizes'], outputs: ['boxes'] },
      { op: 'Identity', inputs: ['label'], outputs: ['labels'] }, { op: 'Identity', inputs: ['score'], outputs: ['scores'] },
    ],
  })
  const session = await openSession({ path: await save(bytes), providers: ['cpu'] })
  const { detections } = await session.detect({ buffer: new ArrayBuffer(128 * 96), offset: 0, width: 128, height: 64 })
  await session.release()
  expect(detections).toEqual([{ label: 'car', score: 0.75, box: [0.25, 0.5, 0.25, 0.375] }])
})

describe('the trial run', () => {
  const head = (values: number[], shape = [1, 300, 6]) => ({ name: 'output0', shape, data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => values[i % values.length]!) })
  const inputs = [{ name: 'images', shape: [1, 3, 64, 64] }]
  it.each([
    { name: 'not a number', heads: [head([0.5, Number.NaN])], message: /gave NaN in output0, expected numbers; the model is damaged/ },
    { name: 'infinite', heads: [head([Infinity])], message: /gave Infinity in output0/ },
    { name: 'of another shape than promised', heads: [{ ...head([0.5], [1, 5, 80]), declared: [1, 84, 'anchors'] }], message: /model\.onnx: / },
  ])('refuses a model that answers what no detector does: $name', async ({ heads, message }) => {
    const error = await openSession({ path: await save(constantModel({ inputs, heads })), providers: ['cpu'] }).then(() => null, (reason: unknown) => reason as Error)
    expect(error?.name).toBe('ModelError')
    expect(error?.message).toMatch(message)
    expect(error?.message).not.toContain('\n')
  })
})

describe('execution providers', () => {
  it('tells why the one asked for is not in use', async () => {
    const session = await openSession({ path: await save(meanModel({ side: 64 })), providers: ['openvino', 'cpu'] })
    expect([session.provider, session.providerNote]).toEqual(['cpu', 'openvino: not in this build of onnxruntime; running on cpu'])
    await session.release()
  })
  it('has nothing to tell about the CPU', async () => {
    const session = await openSession({ path: await save(meanModel({ side: 64 })), providers: ['cpu', 'cuda'] })
    expect([session.provider, session.providerNote]).toEqual(['cpu', null])
    await session.release()
  })
  it('counts operators by where they ran', () => {
    const node = (provider?: string) => ({ cat: 'Node', args: provider === undefined ? {} : { provider } })
    expect(countProvider([node('CUDAExecutionProvider'), node('CPUExecutionProvider'), node('CUDAExecutionProvider'), node(), { cat: 'Session' }], 'CUDAExecutionProvider')).toEqual({ own: 2, elsewhere: 1 })
  })
})
