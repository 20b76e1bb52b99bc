import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { manualClock } from '../../../test-support/manual-clock.ts'
import { CameraEditor } from './camera-editor.ts'
import { ConfigService } from './config-service.ts'

const START = `version: 1
cameras:
  # the front
  - id: gate   # do not rename
    inputs: [{ url: "rtsp://admin:s3cret@192.0.2.1/a" }]
`
let folder = ''
const file = (): string => join(folder, 'vigil.yml')
const secrets = new Map<string, string>()

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-config-'))
  secrets.clear()
  writeFileSync(file(), START)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function open(): Promise<{ config: ConfigService; editor: CameraEditor }> {
  const quiet = (): void => undefined
  const config = await ConfigService.load({ file: file(), overrides: new Map(), clock: manualClock(), logger: { debug: quiet, info: quiet, warn: quiet, error: quiet } })
  return {
    config,
    editor: new CameraEditor(config, {
      get: (name) => Promise.resolve(secrets.get(name) ?? null), set: (name, value) => { secrets.set(name, value); return Promise.resolve() },
      delete: () => Promise.resolve(), weakness: null,
    }),
  }
}

it('an edit keeps comments, and what somebody wrote by hand a moment ago', async () => {
  const { config, editor } = await open()
  writeFileSync(file(), START.replace('# the front', '# the front, by hand') + '    name: Hand\n')
  await editor.update('gate', { enabled: false })
  const text = readFileSync(file(), 'utf8')
  for (const kept of ['# the front, by hand', '# do not rename', 'name: Hand', 'enabled: false']) expect(text).toContain(kept)
  expect(config.config.cameras[0]).toMatchObject({ name: 'Hand', enabled: false })
})

it('a file with mistakes is not overwritten by an edit; once mended, edits go on', async () => {
  const { config, editor } = await open()
  const broken = `${START}    nme: Hand\n`
  writeFileSync(file(), broken)
  await expect(editor.update('gate', { enabled: false })).rejects.toThrow(/vigil\.yml has mistakes that must be mended first; vigil\.yml:6:5 cameras\[0\]\.nme: unknown key/)
  expect(readFileSync(file(), 'utf8')).toBe(broken)
  writeFileSync(file(), START)
  await editor.update('gate', { enabled: false })
  expect(config.problems).toEqual([])
})

it('a camera that was taken out by hand cannot be edited any more', async () => {
  const { editor } = await open()
  writeFileSync(file(), 'version: 1\n')
  await expect(editor.update('gate', { enabled: false })).rejects.toThrow('there is no camera "gate" any more')
})

it.each([
  { name: 'host and path are new, the password stays and moves to the store', url: 'rtsp://admin:***@192.0.2.9/b', expected: 'rtsp://admin:${secret:gate}@192.0.2.9/b', secret: 's3cret' },
  { name: 'a new password goes to the secret store', url: 'rtsp://admin:new@192.0.2.9/ch@sub', expected: 'rtsp://admin:${secret:gate}@192.0.2.9/ch@sub', secret: 'new' },
])('an edited address: $name', async ({ url, expected, secret }) => {
  const { config, editor } = await open()
  await editor.update('gate', { inputs: [{ url }] })
  expect(config.config.cameras[0]?.inputs[0]?.url).toBe(expected)
  expect(secrets.get('gate')).toBe(secret)
})

it('a refused edit leaves the stored password as it was', async () => {
  const { editor } = await open()
  secrets.set('gate', 'the working one')
  await expect(editor.update('gate', { inputs: [{ url: 'rtsp://admin:typo@192.0.2.9/b' }], detect: { fps: 1000 } })).rejects.toThrow(/fps/)
  expect(secrets.get('gate')).toBe('the working one')
})

it('an address that carries its password as a parameter is kept as it is, and not taken with stars in it', async () => {
  const { config, editor } = await open()
  await editor.update('gate', { inputs: [{ url: 'http://192.0.2.9/video?user=admin&pwd=s3cret' }] })
  await editor.update('gate', { inputs: [{ url: 'http://192.0.2.9/video?user=admin&pwd=***' }] })
  expect(config.config.cameras[0]?.inputs[0]?.url).toBe('http://192.0.2.9/video?user=admin&pwd=s3cret')
  await expect(editor.update('gate', { inputs: [{ url: 'http://192.0.2.10/video?user=admin&pwd=***' }] })).rejects.toThrow(/hidden; enter it again/)
})
