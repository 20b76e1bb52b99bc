import { readFileSync } from 'node:fs'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COCO_LABELS } from '../../common/coco-labels.ts'
import type { Detection } from '../../common/frame-result.ts'
import { iou } from '../../common/geometry/box.ts'
import { decodeI420, footagePath, modelPath } from '../../test-support/footage.ts'
import { cutOut } from '../../test-support/cut-out.ts'
import { referenceTensor, yoloxInput } from '../../test-support/tensor-reference.ts'
import { rewriteModel } from './graph/fastest-form.ts'
import { openSession } from './session.ts'

const NANO = modelPath('yolox_nano.onnx')
const open = (path: string) => openSession({ path, providers: ['cpu'] })

describe('detections on real frames', () => {
  let bare: InferenceSession
  let bareSquare: InferenceSession
  beforeAll(async () => {
    bare = await InferenceSession.create(rewriteModel(readFileSync(NANO), { anySize: true })!.model, { logSeverityLevel: 3 })
    bareSquare = await InferenceSession.create(NANO)
  })
  afterAll(async () => { await bare.release(); await bareSquare.release() })

  /** The whole way once more, in plain numbers: as the model wants the picture, or in the square of its file. */
  async function reference(picture: Uint8Array, width: number, height: number, { clampFirst = true, square = false } = {}): Promise<Detection[]> {
    const larger = Math.max(width, height)
    const [columns, rows] = square ? [416, 416] : [Math.ceil(Math.floor((416 * width) / larger) / 32) * 32, Math.ceil(Math.floor((416 * height) / larger) / 32) * 32]
    const tensor = referenceTensor({ picture, width, height, input: yoloxInput(columns, rows), clampFirst })
    const { output } = await (square ? bareSquare : bare).run({ images: new Tensor('float32', tensor, [1, 3, rows, columns]) })
    const values = output!.data as Float32Array
    const found: Detection[] = []
    const scale = Math.min(416 / width, 416 / height)
    let cell = 0
    for (const stride of [8, 16, 32]) {
      for (let row = 0; row < rows / stride; row++) {
        for (let column = 0; column < columns / stride; column++) {
          const [x, y, w, h, objectness, ...classes] = values.subarray(85 * cell, 85 * ++cell) as unknown as [number, number, number, number, number, ...number[]]
          const best = classes.indexOf(Math.max(...classes))
          const [bw, bh] = [Math.exp(w) * stride, Math.exp(h) * stride]
          const [cx, cy] = [(x + column) * stride, (y + row) * stride]
          found.push({
            label: COCO_LABELS[best]!, score: objectness * classes[best]!,
            box: [(cx - bw / 2) / scale / width, (cy - bh / 2) / scale / height, bw / scale / width, bh / scale / height],
          })
        }
      }
    }
    const kept: Detection[] = []
    for (const candidate of found.filter(({ score }) => score >= 0.1).toSorted((a, b) => b.score - a.score)) {
      if (!kept.some((other) => other.label === candidate.label && iou(other.box, candidate.box) > 0.45)) kept.push(candidate)
    }
    return kept
  }

  it.each([
    { file: 'one-by-one-person-detection.mp4', width: 640, height: 360, startSeconds: 11, least: 1 },
    { file: 'one-by-one-person-detection.mp4', width: 640, height: 360, startSeconds: 43.5, least: 1 },
    { file: 'vtest.avi', width: 640, height: 480, startSeconds: 10, least: 4 },
    { file: 'vtest.avi', width: 416, height: 312, startSeconds: 50, least: 4 },
  ])('agree with the reference to half a pixel: $file at $startSeconds s, $width wide', async ({ file, width, height, startSeconds, least }) => {
    const session = await open(NANO)
    for await (const frame of decodeI420({ file: footagePath(file), width, height, startSeconds, frames: 1 })) {
      const { detections } = await session.detect({ buffer: frame.buffer, offset: 0, width, height })
      // Weak boxes may fall on either side of a limit; what a track is made of must be the same.
      const expected = (await reference(frame, width, height)).filter(({ score }) => score >= 0.3)
      expect(expected.length).toBeGreaterThanOrEqual(least)
      for (const { label, score, box } of expected) {
        const match = detections.filter((other) => other.label === label).toSorted((a, b) => iou(b.box, box) - iou(a.box, box))[0]
        expect(match).toBeDefined()
        expect(Math.abs(match!.score - score)).toBeLessThan(0.02)
        const edges = ([x, y, w, h]: Detection['box']) => [x * width, y * height, (x + w) * width, (y + h) * height].map((edge, i) => Math.min(i % 2 ? height : width, Math.max(0, edge)))
        edges(match!.box).forEach((edge, i) => { expect(Math.abs(edge - edges(box)[i]!)).toBeLessThan(0.5) })
      }
      for (const { box: [x, y, w, h], score } of detections) {
        expect(score).toBeGreaterThanOrEqual(0.1)
        expect(Math.min(x, y, w, h)).toBeGreaterThanOrEqual(0)
        expect(Math.max(x + w, y + h)).toBeLessThanOrEqual(1 + 1e-12)
      }
    }
    await session.release()
  })

  it.each([
    { file: 'one-by-one-person-detection.mp4', width: 640, height: 360, startSeconds: 11, crop: { x: 180, y: 0, width: 320, height: 320 }, least: 1 },
    { file: 'vtest.avi', width: 768, height: 576, startSeconds: 10, crop: { x: 120, y: 60, width: 416, height: 416 }, least: 2 },
    { file: 'vtest.avi', width: 768, height: 576, startSeconds: 10, crop: { x: 268, y: 90, width: 500, height: 300 }, least: 2 },
  ])('of a crop lie where an independent look at the part has them: $file $crop', async ({ file, width, height, startSeconds, crop, least }) => {
    const session = await open(NANO)
    for await (const frame of decodeI420({ file: footagePath(file), width, height, startSeconds, frames: 1 })) {
      const { detections } = await session.detect({ buffer: frame.buffer, offset: 0, width, height, crop })
      // The kernel's own order of clamping: what is compared here is where boxes lie.
      const expected = (await reference(cutOut(frame, { width, height }, crop), crop.width, crop.height, { clampFirst: false })).filter(({ score }) => score >= 0.3)
      expect(expected.length).toBeGreaterThanOrEqual(least)
      for (const { label, box: [x, y, w, h] } of expected) {
        const cut = (value: number): number => Math.min(1, Math.max(0, value))
        const edges = [crop.x + cut(x) * crop.width, crop.y + cut(y) * crop.height, crop.x + cut(x + w) * crop.width, crop.y + cut(y + h) * crop.height]
        const distances = detections.filter((other) => other.label === label).map(({ box: [bx, by, bw, bh] }) =>
          Math.max(...[bx * width, by * height, (bx + bw) * width, (by + bh) * height].map((edge, i) => Math.abs(edge - edges[i]!))))
        expect(Math.min(...distances)).toBeLessThan(0.5)
      }
    }
    await session.release()
  })

  // The hand-labelled people of e2e/people-outdoors say that neither finds more; this, that it is the same people.
  it.each([
    { file: 'one-by-one-person-detection.mp4', width: 640, height: 360 },
    { file: 'vtest.avi', width: 640, height: 480 },
  ])('are those of the square of the file, without its grey bars: $file', async ({ file, width, height }) => {
    const session = await open(NANO)
    let people = 0
    for (const startSeconds of [11, 26, 43.5, 55, 78]) {
      for await (const frame of decodeI420({ file: footagePath(file), width, height, startSeconds, frames: 1 })) {
        const { detections } = await session.detect({ buffer: frame.buffer, offset: 0, width, height })
        for (const { label, score, box } of (await reference(frame, width, height, { square: true })).filter(({ score: sure }) => sure >= 0.5)) {
          const match = detections.filter((other) => other.label === label).toSorted((a, b) => iou(b.box, box) - iou(a.box, box))[0]
          expect(iou(match!.box, box), `${label} ${score} at ${startSeconds} s`).toBeGreaterThan(0.9)
          expect(Math.abs(match!.score - score)).toBeLessThan(0.05)
          people++
        }
      }
    }
    expect(people).toBeGreaterThan(3)
    await session.release()
  })

  it('are those of the square itself where a sidecar wants it so', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vigil-shape-'))
    await copyFile(NANO, join(folder, 'nano.onnx'))
    await writeFile(join(folder, 'nano.onnx.yml'), 'input: { shape: fixed }')
    const session = await open(join(folder, 'nano.onnx'))
    const [width, height] = [640, 360]
    for await (const frame of decodeI420({ file: footagePath('one-by-one-person-detection.mp4'), width, height, startSeconds: 11, frames: 1 })) {
      const { detections } = await session.detect({ buffer: frame.buffer, offset: 0, width, height })
      const [expected] = await reference(frame, width, height, { square: true })
      expect(detections[0]!.score).toBeCloseTo(expected!.score, 2)
      detections[0]!.box.forEach((value, i) => { expect(value).toBeCloseTo(expected!.box[i]!, 3) })
    }
    await session.release()
    await rm(folder, { recursive: true })
  })

  it('are the same with a crop of the whole picture as with none', async () => {
    const session = await open(NANO)
    const size = { width: 768, height: 576 }
    for await (const frame of decodeI420({ file: footagePath('vtest.avi'), ...size, startSeconds: 10, frames: 1 })) {
      const picture = { buffer: frame.buffer as ArrayBuffer, offset: 0, ...size }
      const { detections } = await session.detect(picture)
      expect(detections.length).toBeGreaterThan(0)
      expect((await session.detect({ ...picture, crop: { x: 0, y: 0, ...size } })).detections).toEqual(detections)
    }
    await session.release()
  })

  it.each([
    { name: 'odd', crop: { x: 1, y: 0, width: 64, height: 64 } },
    { name: 'half a pixel', crop: { x: 0, y: 0.5, width: 64, height: 64 } },
    { name: 'beyond the edge', crop: { x: 0, y: 64, width: 64, height: 64 } },
    { name: 'before the edge', crop: { x: -2, y: 0, width: 64, height: 64 } },
    { name: 'too small', crop: { x: 0, y: 0, width: 64, height: 30 } },
    { name: 'not a number', crop: { x: Number.NaN, y: 0, width: 64, height: 64 } },
  ])('refuse a crop that is none: $name', async ({ crop }) => {
    const session = await open(NANO)
    await expect(session.detect({ buffer: new ArrayBuffer(128 * 96 * 2), offset: 0, width: 128, height: 96, crop })).rejects.toThrow(/a crop must be of even pixels, inside the picture of 128x96 and at least 32x32, got/)
    await session.release()
  })
})

describe('FastestDet on real frames', () => {
  let bare: InferenceSession
  beforeAll(async () => { bare = await InferenceSession.create(modelPath('FastestDet.onnx')) })
  afterAll(() => bare.release())

  it.each([
    { file: 'one-by-one-person-detection.mp4', width: 640, height: 360, startSeconds: 11 },
    { file: 'vtest.avi', width: 768, height: 576, startSeconds: 10 },
  ])('finds the person where an independent decode has it: $file', async ({ file, width, height, startSeconds }) => {
    const session = await open(modelPath('FastestDet.onnx'))
    expect(session.adapter).toMatchObject({ family: 'fastestdet', input: { width: 352, height: 352, colour: 'bgr', fit: 'stretch' } })
    for await (const picture of decodeI420({ file: footagePath(file), width, height, startSeconds, frames: 1 })) {
      const { detections } = await session.detect({ buffer: picture.buffer, offset: 0, width, height })
      const input = { width: 352, height: 352, colour: 'bgr', normalise: { factor: [1 / 255, 1 / 255, 1 / 255], offset: [0, 0, 0] }, fit: 'stretch', pad: 0 } as const
      const answer = await bare.run({ 'input.1': new Tensor('float32', referenceTensor({ picture, width, height, input, clampFirst: false }), [1, 3, 352, 352]) })
      const values = answer['758']!.data as Float32Array
      const at = (field: number, cell: number): number => values[field * 22 * 22 + cell]!
      const people = Array.from({ length: 22 * 22 }, (_, cell) => {
        const [w, h] = [1 / (1 + Math.exp(-at(3, cell))), 1 / (1 + Math.exp(-at(4, cell)))]
        const box = [(cell % 22 + Math.tanh(at(1, cell))) / 22 - w / 2, (Math.floor(cell / 22) + Math.tanh(at(2, cell))) / 22 - h / 2, w, h] as const
        return { score: at(0, cell) ** 0.6 * at(5, cell) ** 0.4, box }
      }).toSorted((a, b) => b.score - a.score)
      expect(people[0]!.score).toBeGreaterThan(0.4)
      const match = detections.filter(({ label }) => label === 'person').toSorted((a, b) => b.score - a.score)[0]
      expect(Math.abs(match!.score - people[0]!.score)).toBeLessThan(0.02)
      expect(iou(match!.box, people[0]!.box)).toBeGreaterThan(0.97)
    }
    await session.release()
  })
})

describe('what is no model we know', () => {
  let folder: string
  beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'vigil-onnx-')) })
  afterAll(() => rm(folder, { recursive: true }))

  it.each([
    { name: 'text', content: () => 'version https://git-lfs.example/spec/v1\noid 123', message: /text\.onnx: found text \("version https:\/\/git-lfs.*…"\), expected a binary ONNX model.*choose another model/ },
    { name: 'empty', content: () => '', message: /empty\.onnx: the file is empty \(0 bytes\), expected an ONNX model.*download it again/ },
    { name: 'noise', content: () => Buffer.from([8, 7, 255, 254, 0, 1, 2, 3, 200, 201]), message: /noise\.onnx: onnxruntime cannot load it \(.+\), expected a complete ONNX model/ },
    { name: 'half', content: async () => (await readFile(NANO)).subarray(0, 500_000), message: /half\.onnx: onnxruntime cannot load it \(not an ONNX model, or only a part of one\)/ },
  ])('says so in one line: $name', async ({ name, content, message }) => {
    const path = join(folder, `${name}.onnx`)
    await writeFile(path, await content())
    const error = await open(path).then(() => null, (reason: unknown) => reason as Error)
    expect(error?.name).toBe('ModelError')
    expect(error?.message).toMatch(message)
    expect(error?.message).not.toContain('\n')
  })
  it('names a missing file and a folder', async () => {
    await expect(open(join(folder, 'none.onnx'))).rejects.toThrow(/none\.onnx: there is no such file/)
    await expect(open(folder)).rejects.toThrow(/found a folder, expected an ONNX file/)
  })
})
