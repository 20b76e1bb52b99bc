import { expect, it } from 'vitest'
import { CameraConfig } from '../../../common/contracts/camera-config.ts'
import { DETECTION, RECORDING, valueOf } from './settings-fields.ts'

const camera = CameraConfig.parse({ id: 'gate', inputs: [{ url: 'test:pattern' }] })
const fields = [...DETECTION, ...RECORDING].flatMap((group) => group.fields).map((field) => ({ name: `${field.section}.${field.key}`, field }))

it.each(fields)('$name is a key of the config', ({ field }) => {
  const [key = '', inner] = field.key.split('.')
  // Some have no value until they are set; a key the config does not know is refused with any.
  const value = valueOf(camera, field) ?? 1
  expect(CameraConfig.safeParse({ ...camera, [field.section]: { [key]: inner ? { [inner]: value } : value } }).error).toBeUndefined()
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
