import { expect, it } from 'vitest'
import { CameraConfig } from '../../../common/contracts/camera-config.ts'
import { DETECTION, mayBeEmpty, putValue, RECORDING, valueOf } from './settings-fields.ts'

const camera = CameraConfig.parse({ id: 'gate', inputs: [{ url: 'test:pattern' }] })
const fields = [...DETECTION, ...RECORDING].flatMap((group) => group.fields).map((field) => ({ name: `${field.section}.${field.key}`, field }))

const full = CameraConfig.parse({ ...camera, record: { retention: { days: 3, maxGb: 2 } } })

it.each(fields)('$name is a key of the config', ({ field }) => {
  expect(valueOf(mayBeEmpty(field) ? full : camera, field)).toBeDefined()
})

it.each([
  { name: 'a plain key', puts: [['mode', 'always']], patch: { record: { mode: 'always' } } },
  { name: 'two keys of one group', puts: [['retention.days', 3], ['retention.maxGb', 5]], patch: { record: { retention: { days: 3, maxGb: 5 } } } },
  { name: 'a key that is to go', puts: [['retention.days', undefined]], patch: { record: { retention: { days: undefined } } } },
] as const)('writes $name', ({ puts, patch }) => {
  const written: Record<string, Record<string, unknown>> = {}
  for (const [key, value] of puts) putValue(written, { section: 'record', key }, value)
  expect(written).toEqual(patch)
})

it.each(fields.filter(({ field }) => field.kind === 'choice'))('$name offers what the config allows, each under a name of its own', ({ field }) => {
  if (field.kind !== 'choice') throw new Error('expected a choice')
  for (const { value, text } of field.options) {
    expect(text).not.toBe(value)
    expect(CameraConfig.safeParse({ ...camera, [field.section]: { ...camera[field.section], [field.key]: value } }).success).toBe(true)
  }
  expect(CameraConfig.safeParse({ ...camera, [field.section]: { ...camera[field.section], [field.key]: 'none such' } }).success).toBe(false)
})

it.each([
  { key: 'tier', names: ['Automatic', 'Live', 'Balanced', 'Batch'] },
  { key: 'priority', names: ['Low', 'Normal', 'High'] },
])('$key says what every choice means', ({ key, names }) => {
  const field = DETECTION.flatMap((group) => group.fields).find((one) => one.key === key)
  if (field?.kind !== 'choice') throw new Error(`expected ${key} to be a choice`)
  expect(field.options.map(({ text }) => text)).toEqual(names)
  for (const { detail } of field.options) expect(detail).toMatch(/^[A-Z].*\.$/)
})
