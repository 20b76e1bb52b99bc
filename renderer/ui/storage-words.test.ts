import { expect, it } from 'vitest'
import type { StorageStatus } from '../../common/contracts/storage.ts'
import { diskFigure, forecastWords, reachWords } from './storage-words.ts'

const status: StorageStatus = {
  state: 'ok', usedBytes: 1, maxBytes: 50e9, freeBytes: 120e9, minFreeBytes: 2e9, pinnedBytes: 0, bytesPerDay: 2e9, reachDays: 23.4, boundBy: 'size', oldestMs: null, cameras: [], next: null,
}
const plain = (text: string): string => text.replaceAll('\u202F', ' ')

it.each([
  { days: null, is: 'not known yet' }, { days: 0.02, is: '1 h' }, { days: 0.6, is: '14 h' }, { days: 2, is: '2 days' }, { days: 6.44, is: '6.4 days' }, { days: 23.4, is: '23 days' },
])('$days days: $is', ({ days, is }) => {
  expect(reachWords(days)).toBe(is)
})

it.each<{ name: string; over: Partial<StorageStatus>; is: object }>([
  { name: 'room', over: {}, is: { name: 'disk', value: '23 d' } },
  { name: 'too little to know', over: { reachDays: null }, is: { name: 'free', value: '120 GB' } },
  { name: 'low', over: { state: 'low' }, is: { value: 'low', tone: 'warn' } },
  { name: 'full', over: { state: 'full' }, is: { value: 'full', tone: 'alert' } },
  { name: 'read-only', over: { state: 'read-only' }, is: { value: 'no writes', tone: 'alert' } },
])('the strip says $name', ({ over, is }) => {
  const figure = diskFigure({ ...status, ...over })
  expect({ ...figure, value: plain(figure.value) }).toMatchObject(is)
})

it.each<{ name: string; over: Partial<StorageStatus>; is: string }>([
  { name: 'all known', over: {}, is: 'At this rate (2.0 GB a day) recordings reach back 23 days, bounded by the space they may take.' },
  { name: 'no rate', over: { bytesPerDay: null, boundBy: 'days' }, is: 'At this rate recordings reach back 23 days, bounded by the days recordings are kept.' },
  { name: 'nothing', over: { reachDays: null }, is: 'Too little was recorded yet to say how far it will reach.' },
])('forecasts with $name', ({ over, is }) => {
  expect(plain(forecastWords({ ...status, ...over }))).toBe(is)
})
