import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Box, Detection } from '../../../common/frame-result.ts'
import { coverage } from '../../../common/geometry/box.ts'
import { Attention, type AttentionQuestion, completed } from './attention.ts'
import { cropAround } from './crop-around.ts'
import { FrameLooks } from './frame-looks.ts'
import { isCut, mergeLooks } from './merge-looks.ts'
import { areaOf, zoomOf, type Crop, type Look, type Optics } from './optics.ts'
import { cropsHelp } from './plan-looks.ts'

const OPTICS: Optics = { picture: { width: 640, height: 360 }, input: { width: 416, height: 416 } }
const person = (box: Box, score = 0.9): Detection => ({ label: 'person', score, box })
/** A box by its middle and sides, in pixels of the picture. */
const at = (x: number, y: number, w: number, h: number): Box => [(x - w / 2) / 640, (y - h / 2) / 360, w / 640, h / 360]
const SMALL = at(100, 100, 12, 30)
const OTHER = at(500, 200, 12, 30)
const LARGE = at(320, 180, 90, 250)
const question = (change: Partial<AttentionQuestion>): AttentionQuestion =>
  ({ optics: OPTICS, ptsMs: 10_000, budget: 4, unexplained: [], moving: [], expected: [], motionKnown: true, ...change })
/** 'whole' or the crop's middle in pixels. */
const named = (looks: readonly Look[]): string[] => looks.map((look) => (look === null ? 'whole' : `${look.x + look.width / 2},${look.y + look.height / 2}`))

describe('where the detector looks', () => {
  it.each<{ name: string; change: Partial<AttentionQuestion>; looks: string[] }>([
    { name: 'nothing in particular: the whole picture', change: {}, looks: ['whole'] },
    { name: 'something large moves: the whole picture shows it well', change: { unexplained: [LARGE], moving: [LARGE] }, looks: ['whole'] },
    { name: 'something small moves: a crop around it, and the whole picture for what else there may be', change: { unexplained: [SMALL], moving: [SMALL] }, looks: ['whole', '104,104'] },
    { name: 'two small ones far apart: a crop each', change: { unexplained: [SMALL, OTHER] }, looks: ['whole', '104,104', '500,200'] },
    { name: 'two small ones close together: one crop for both', change: { unexplained: [SMALL, at(160, 110, 12, 30)] }, looks: ['whole', '130,104'] },
    { name: 'no more than the budget', change: { unexplained: [SMALL, OTHER, at(300, 60, 10, 20), at(320, 320, 10, 20)], budget: 3 }, looks: ['whole', '104,104', '300,104'] },
    { name: 'a small object that is known and moves', change: { expected: [{ box: SMALL, stationary: false }], moving: [SMALL] }, looks: ['whole', '104,104'] },
    { name: 'nobody says where it moves: the whole picture first', change: { motionKnown: false, expected: [{ box: SMALL, stationary: false }], moving: [], budget: 1 }, looks: ['whole'] },
    { name: 'what lies outside the picture is not looked for', change: { unexplained: [[1.2, 0.5, 0.02, 0.05]] }, looks: ['whole'] },
  ])('$name', ({ change, looks }) => {
    expect(named(new Attention().plan(question(change)))).toEqual(looks)
  })

  it('gives everything its turn when one inference a frame is all there is', () => {
    const attention = new Attention()
    const seen: string[] = []
    for (let ptsMs = 0; ptsMs < 4000; ptsMs += 200) {
      const looks = attention.plan(question({ ptsMs, budget: 1, unexplained: [SMALL, OTHER, LARGE], moving: [SMALL, OTHER, LARGE] }))
      expect(looks).toHaveLength(1)
      attention.looked(OPTICS, looks[0] ?? null, ptsMs)
      seen.push(...named(looks))
    }
    const count = (name: string): number => seen.filter((look) => look === name).length
    expect(seen.length).toBe(20)
    // What is large has a double claim on the whole picture; no crop waits for more than a second.
    expect(count('whole')).toBeGreaterThanOrEqual(8)
    for (const crop of ['104,104', '500,200']) {
      expect(count(crop)).toBeGreaterThanOrEqual(4)
      expect(seen.slice(seen.indexOf(crop)).join(' ').split(crop).every((between) => between.trim().split(' ').length <= 4)).toBe(true)
    }
  })
  it('looks at what stands once a second, at what stood for long every ten', () => {
    for (const [stationary, everyMs] of [[false, 1000], [true, 10_000]] as const) {
      const attention = new Attention()
      const cropped: number[] = []
      for (let ptsMs = 0; ptsMs <= 30_000; ptsMs += 200) {
        for (const look of attention.plan(question({ ptsMs, expected: [{ box: SMALL, stationary }] }))) {
          attention.looked(OPTICS, look, ptsMs)
          if (look !== null) cropped.push(ptsMs)
        }
      }
      expect(cropped.slice(0, 3)).toEqual([0, everyMs, 2 * everyMs])
    }
  })
  it('never looks closer where the model is already shown every pixel', () => {
    expect(cropsHelp(OPTICS)).toBe(true)
    expect(cropsHelp({ ...OPTICS, picture: { width: 320, height: 180 } })).toBe(false)
    expect(named(new Attention().plan(question({ optics: { ...OPTICS, picture: { width: 320, height: 180 } }, unexplained: [SMALL] })))).toEqual(['whole'])
  })
  it('makes crops that lie in the picture, are even, and have their box in the middle', () => {
    const side = fc.integer({ min: 40, max: 2000 })
    const fraction = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(fc.property(side, side, fc.constantFrom(416, 640), fc.constantFrom(416, 256, 640), fraction, fraction, fraction, fraction, fc.integer({ min: 1, max: 3000 }), (width, height, inputWidth, inputHeight, x, y, w, h, wanted) => {
      const optics = { picture: { width, height }, input: { width: inputWidth, height: inputHeight } }
      const box: Box = [x * (1 - w), y * (1 - h), w, h]
      const crop = cropAround(optics, box, wanted)
      for (const value of [crop.x, crop.y, crop.width, crop.height]) expect(value % 2).toBe(0)
      expect(crop.x >= 0 && crop.y >= 0 && crop.x + crop.width <= width && crop.y + crop.height <= height).toBe(true)
      expect(crop.width >= 32 && crop.height >= 32).toBe(true)
      const middle = (box[0] + w / 2) * width
      expect(middle >= crop.x - 1 && middle <= crop.x + crop.width + 1).toBe(true)
    }), { numRuns: 10_000 })
  })
})

const CROP: Crop = { x: 100, y: 50, width: 208, height: 208 }

describe('what several looks found together', () => {
  it.each<{ name: string; box: Box; look: Look; cut: boolean }>([
    { name: 'in the middle of the crop', box: at(200, 150, 30, 80), look: CROP, cut: false },
    { name: 'at its left edge', box: at(112, 150, 24, 80), look: CROP, cut: true },
    { name: 'at its lower edge', box: at(200, 230, 30, 54), look: CROP, cut: true },
    { name: 'near an edge, but not at it', box: at(130, 150, 40, 80), look: CROP, cut: false },
    { name: 'at the picture\'s edge, which is the crop\'s too', box: at(15, 150, 30, 80), look: { ...CROP, x: 0 }, cut: false },
    { name: 'the whole picture cuts nothing', box: [0, 0, 0.2, 0.5], look: null, cut: false },
  ])('is cut or not: $name', ({ box, look, cut }) => {
    expect(isCut(OPTICS, look, box)).toBe(cut)
  })
  const whole = person(at(200, 150, 40, 100), 0.6)
  it.each<{ name: string; seen: { look: Look; detections: Detection[] }[]; kept: Detection[]; cut: Detection[] }>([
    { name: 'one object seen twice counts once, with the better score', seen: [{ look: null, detections: [whole] }, { look: CROP, detections: [person(at(201, 151, 40, 100), 0.8)] }], kept: [person(at(201, 151, 40, 100), 0.8)], cut: [] },
    { name: 'of two labels both stay', seen: [{ look: null, detections: [whole] }, { look: CROP, detections: [{ ...whole, label: 'dog' }] }], kept: [whole, { ...whole, label: 'dog' }], cut: [] },
    { name: 'a cut box gives way to the whole one, though its score is better', seen: [{ look: null, detections: [person(at(320, 150, 60, 150), 0.5)] }, { look: CROP, detections: [person(at(299, 150, 18, 140), 0.9)] }], kept: [person(at(320, 150, 60, 150), 0.5)], cut: [] },
    { name: 'a cut box alone is no detection, but is told of', seen: [{ look: CROP, detections: [person(at(299, 150, 18, 140))] }], kept: [], cut: [person(at(299, 150, 18, 140))] },
    { name: 'two people in one look stay two', seen: [{ look: CROP, detections: [whole, person(at(210, 150, 40, 100), 0.7)] }], kept: [person(at(210, 150, 40, 100), 0.7), whole], cut: [] },
  ])('$name', ({ seen, kept, cut }) => {
    expect(mergeLooks(OPTICS, seen)).toEqual({ detections: kept, cut })
  })
  it('hands on what the whole picture shows as it is', () => {
    const detections = [person(LARGE, 0.3), person(SMALL, 0.8), person(LARGE, 0.2)]
    expect(mergeLooks(OPTICS, [{ look: null, detections }]).detections).toBe(detections)
  })
})

describe('the looks at one frame', () => {
  const cut = person(at(299, 150, 18, 100), 0.6)
  const looks = (planned: readonly Look[]): FrameLooks => new FrameLooks({ optics: OPTICS, planned, closer: true })

  it('ends with what was planned when nothing was cut', () => {
    const frame = looks([null, CROP])
    frame.took({ detections: [] }, 4)
    expect(frame.next).toBe(CROP)
    frame.took({ detections: [] }, 4)
    expect([frame.next, frame.runs]).toEqual([undefined, 2])
  })
  it('frames a cut box anew, once, where the object is thought to be', () => {
    const frame = looks([CROP])
    frame.took({ detections: [cut] }, 4)
    const again = frame.next as Crop
    expect(coverage(at(317, 150, 36, 100), areaOf(OPTICS, again))).toBeCloseTo(1, 9)
    frame.took({ detections: [person(at(310, 150, 40, 100), 0.8)] }, 4)
    expect(frame.next).toBeUndefined()
    expect(frame.merged()).toEqual({ detections: [person(at(310, 150, 40, 100), 0.8)], cut: [] })
  })
  it.each([
    { name: 'there is no room for another inference', detections: [cut], room: 1 },
    { name: 'it is too weak to be worth one', detections: [{ ...cut, score: 0.1 }], room: 4 },
  ])('leaves a cut box when $name', ({ detections, room }) => {
    const frame = looks([CROP])
    frame.took({ detections }, room)
    expect(frame.next).toBeUndefined()
    expect(frame.merged().detections).toEqual([])
  })
  it('shows the whole picture instead of a crop that would show no more', () => {
    const frame = looks([CROP])
    frame.took({ detections: [person(at(205, 160, 200, 190), 0.9)] }, 4)
    expect(frame.next).toBeNull()
  })
  it.each<{ name: string; planned: Look[]; closer?: boolean; box: Box; answer: boolean }>([
    { name: 'large, in the whole picture', planned: [null], box: LARGE, answer: true },
    { name: 'small, in the whole picture: a closer look will tell', planned: [null], box: SMALL, answer: false },
    { name: 'small, in the whole picture, and there are no closer looks', planned: [null], closer: false, box: SMALL, answer: true },
    { name: 'small, in the crop', planned: [CROP], box: at(200, 150, 12, 30), answer: true },
    { name: 'small, beside the crop', planned: [CROP], box: OTHER, answer: false },
    { name: 'half in the crop', planned: [CROP], box: at(308, 150, 30, 60), answer: false },
    { name: 'in one of two looks', planned: [CROP, null], box: LARGE, answer: true },
  ])('knows what it would have seen: $name', ({ planned, closer = true, box, answer }) => {
    const frame = new FrameLooks({ optics: OPTICS, planned, closer })
    for (const _ of planned) frame.took({ detections: [] }, 0)
    expect(frame.wouldHaveSeen(box)).toBe(answer)
  })
  it('remembers a cut box for the next frame when this one had no room', () => {
    const attention = new Attention()
    const child = person(at(301, 150, 14, 36), 0.6)
    attention.leftOver(OPTICS, [child], [CROP], 0)
    attention.looked(OPTICS, CROP, 0)
    const next = attention.plan(question({ ptsMs: 200 }))
    expect(next.some((look) => coverage(at(308, 150, 28, 36), areaOf(OPTICS, look)) > 0.9 && zoomOf(OPTICS, look) > 1)).toBe(true)
    // After a second nobody knows where it went.
    expect(named(attention.plan(question({ ptsMs: 1300 })))).toEqual(['whole'])
  })
  it('thinks of a cut object as reaching as far again beyond the edge', () => {
    expect(completed(OPTICS, at(299, 150, 18, 100), [CROP]).map((value) => Math.round(value * 640))).toEqual(at(308, 150, 36, 100).map((value) => Math.round(value * 640)))
  })
})
