import { describe, expect, it } from 'vitest'
import type { MediaFileFacts } from '../../../common/wire/store-messages.ts'
import { bytesPerDay, dayFiles, planRetention, reach, type RetentionFacts } from './retention-plan.ts'
import { storageStatus } from './storage-status.ts'

const NOW = Date.UTC(2026, 10, 25, 12)
const GB = 1e9
const file = (name: string, gb: number, more: Partial<MediaFileFacts> = {}): MediaFileFacts => ({ file: name, bytes: gb * GB, oldestMs: null, events: 1, pinned: 0, ...more })
const day = (ago: number): string => new Date(NOW - ago * 86_400_000).toISOString().slice(0, 10)
const camera = (id: string, retention: { days?: number; maxGb?: number } = {}): RetentionFacts['cameras'][number] => ({ id, record: { mode: 'events', audio: true, privacy: 'copy', retention } })
const facts = (parts: Partial<RetentionFacts> & { days?: number; maxGb?: number; minFreeGb?: number } = {}): RetentionFacts => {
  const { days = 14, maxGb = 50, minFreeGb = 2, ...rest } = parts
  return { files: [], cameras: [camera('gate'), camera('yard')], storage: { retention: { days, maxGb }, minFreeGb }, freeBytes: 100 * GB, nowMs: NOW, ...rest }
}

describe('what has to go', () => {
  it.each<{ name: string; given: RetentionFacts; steps: readonly string[] }>([
    { name: 'nothing, while all is within bounds', given: facts({ files: [file(`${day(0)}.gate`, 1), file(`${day(14)}.gate`, 1)] }), steps: [] },
    { name: 'a day whose last moment is too old', given: facts({ files: [file(`${day(15)}.gate`, 1), file(`${day(14)}.gate`, 1)] }), steps: [`drop ${day(15)}.gate days`] },
    { name: 'a camera that is kept for less', given: facts({ cameras: [camera('gate', { days: 3 }), camera('yard')], files: [file(`${day(5)}.gate`, 1), file(`${day(5)}.yard`, 1)] }), steps: [`drop ${day(5)}.gate days`] },
    { name: 'days of a camera that is no longer there', given: facts({ files: [file(`${day(20)}.attic`, 1)] }), steps: [`drop ${day(20)}.attic days`] },
    { name: 'events without media', given: facts({ files: [file(`${day(20)}.gate`, 0)] }), steps: [`drop ${day(20)}.gate days`] },
    { name: 'the oldest, until the size fits', given: facts({ maxGb: 10, files: [file(`${day(0)}.gate`, 4), file(`${day(1)}.gate`, 4), file(`${day(2)}.gate`, 4), file(`${day(3)}.gate`, 4)] }), steps: [`drop ${day(3)}.gate size`, `drop ${day(2)}.gate size`] },
    { name: 'of the oldest day the largest first', given: facts({ maxGb: 10, files: [file(`${day(1)}.gate`, 3), file(`${day(1)}.yard`, 8), file(`${day(0)}.yard`, 3)] }), steps: [`drop ${day(1)}.yard size`] },
    { name: 'a camera that may take less', given: facts({ cameras: [camera('gate', { maxGb: 5 }), camera('yard')], files: [file(`${day(1)}.gate`, 4), file(`${day(0)}.gate`, 4), file(`${day(3)}.yard`, 4)] }), steps: [`drop ${day(1)}.gate size`] },
    { name: 'the oldest hours of today, when there is nothing else', given: facts({ maxGb: 10, files: [file(`${day(0)}.gate`, 12, { oldestMs: NOW - 10 * 3_600_000 })] }), steps: [`trim ${day(0)}.gate size ${new Date(NOW - 10 * 3_600_000 + 6_000_000).toISOString()}`] },
    { name: 'what the disk needs, and no more', given: facts({ freeBytes: 1 * GB, files: [file(`${day(3)}.gate`, 2), file(`${day(2)}.gate`, 2)] }), steps: [`drop ${day(3)}.gate disk`] },
    { name: 'nothing for the disk that the size gives anyway', given: facts({ freeBytes: 1 * GB, maxGb: 3, files: [file(`${day(3)}.gate`, 2), file(`${day(2)}.gate`, 2)] }), steps: [`drop ${day(3)}.gate size`] },
    { name: 'never what is pinned', given: facts({ freeBytes: 0, maxGb: 1, files: [file('pinned.gate', 30)] }), steps: [] },
    { name: 'a day of the older kind', given: facts({ files: [file(day(20), 1)] }), steps: [`drop ${day(20)} days`] },
  ])('$name', ({ given, steps }) => {
    expect(planRetention(given).map((step) => `${step.do} ${step.file} ${step.because}${step.do === 'trim' ? ` ${new Date(step.beforeMs).toISOString()}` : ''}`)).toEqual(steps)
  })
})

describe('the forecast', () => {
  const rate = (files: readonly MediaFileFacts[]): number | null => {
    const perDay = bytesPerDay(dayFiles(files), NOW)
    return perDay === null ? null : Math.round(perDay / 1e6) / 1e3
  }
  it.each([
    { name: 'whole days count', files: [file(`${day(0)}.gate`, 9), file(`${day(1)}.gate`, 2), file(`${day(1)}.yard`, 2), file(`${day(2)}.gate`, 6)], gb: 5 },
    { name: 'today alone, as far as it goes', files: [file(`${day(0)}.gate`, 1, { oldestMs: NOW - 6 * 3_600_000 })], gb: 4 },
    { name: 'less than an hour says nothing', files: [file(`${day(0)}.gate`, 1, { oldestMs: NOW - 600_000 })], gb: null },
    { name: 'nothing says nothing', files: [], gb: null },
  ])('$name', ({ files, gb }) => {
    expect(rate(files)).toBe(gb)
  })
  it.each([
    { name: 'days', perDay: 1, free: 500, used: 0, days: 14, boundBy: 'days' },
    { name: 'size', perDay: 10, free: 500, used: 0, days: 5, boundBy: 'size' },
    { name: 'disk', perDay: 10, free: 12, used: 10, days: 2, boundBy: 'disk' },
  ])('is bound by $name', ({ perDay, free, used, days, boundBy }) => {
    expect(reach({ perDay: perDay * GB, storage: facts().storage, usedBytes: used * GB, freeBytes: free * GB })).toEqual({ reachDays: days, boundBy })
  })
  it('tells it by camera, with what is pinned and what is next', () => {
    const { storage, cameras } = facts({ cameras: [camera('gate', { maxGb: 6 }), camera('yard')] })
    const files = [file(`${day(1)}.gate`, 2), file(`${day(1)}.yard`, 1), file('pinned.gate', 3)]
    const status = storageStatus({ files, storage, cameras: cameras as never, freeBytes: 100 * GB, nowMs: NOW, gate: { at: 'open' }, low: true, next: { step: { do: 'drop', file: `${day(1)}.gate`, bytes: 2 * GB, because: 'disk' }, atMs: NOW + 120_000 } })
    expect(status).toMatchObject({
      state: 'low', usedBytes: 6 * GB, pinnedBytes: 3 * GB, bytesPerDay: 3 * GB, reachDays: 14, boundBy: 'days', oldestMs: Date.parse(day(1)),
      cameras: [{ id: 'gate', bytes: 2 * GB, bytesPerDay: 2 * GB, reachDays: 3 }, { id: 'yard', bytes: 1 * GB, reachDays: 14 }], next: { camera: 'gate', day: day(1), atMs: NOW + 120_000 },
    })
  })
})
