import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseDesktopOptions, UsageError } from './door-options.ts'

const parse = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  parseDesktopOptions({ args, env, userData: '/home/me/.config/Vigil', smokeData: '/tmp/smoke', shippedModels: '/app/models' })

describe('the desktop\'s arguments', () => {
  it.each([
    { name: 'none', args: [], env: {}, data: '/home/me/.config/Vigil' },
    { name: 'the environment', args: [], env: { VIGIL_DATA: '/srv/vigil' }, data: '/srv/vigil' },
    { name: '--data before the environment', args: ['--data', '/data'], env: { VIGIL_DATA: '/srv/vigil' }, data: '/data' },
    { name: 'Chromium\'s own and the program\'s path', args: ['--remote-debugging-port=0', '.', '--no-sandbox', '--data=/data'], env: {}, data: '/data' },
    { name: '--smoke in a folder of its own', args: ['--smoke'], env: { VIGIL_DATA: '/srv/vigil' }, data: '/tmp/smoke' },
    { name: '--smoke over given data', args: ['--smoke', '--data', '/data'], env: {}, data: '/data' },
  ])('data: $name', ({ args, env, data }) => {
    expect(parse(args, env)).toMatchObject({ data: resolve(data), configFile: resolve(data, 'vigil.yml'), smoke: args.includes('--smoke'), logLevel: 'info' })
  })

  it('looks for models where it is told first, where the program brought them last', () => {
    expect(parse(['--models', '/m'], { VIGIL_MODELS: '/e' }).models).toEqual(['/m', '/e', '/home/me/.config/Vigil/models', '/app/models'].map((path) => resolve(path)))
  })

  it.each([
    { args: ['--data'], text: '--data: expected a value after it' },
    { args: ['--log-level', 'loud'], text: '--log-level: expected debug, info, warn or error, got "loud"' },
  ])('refuses $args', ({ args, text }) => {
    expect(() => parse(args)).toThrow(new UsageError(text))
  })
})
