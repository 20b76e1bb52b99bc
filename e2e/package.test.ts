import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { extractAll, listPackage } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { stringify } from 'yaml'
import type { Stats } from '../common/contracts/stats.ts'
import { ROOT, temporaryFolder } from '../test-support/engine.ts'
import { modelPath } from '../test-support/footage.ts'

const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const platform = process.platform
const ortPlatform = `${platform}/${process.arch}`

/** What is in an Electron runtime as far as packaging looks at it; the program itself only carries the fuses, all of them open. */
function fakeRuntime(folder: string): string {
  for (const name of ['resources', 'locales']) mkdirSync(join(folder, name), { recursive: true })
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'version', 'chrome-sandbox', 'locales/en-US.pak', 'locales/de.pak']) writeFileSync(join(folder, name), 'x')
  const program = join(folder, platform === 'win32' ? 'electron.exe' : 'electron')
  writeFileSync(program, Buffer.concat([Buffer.from(`#!/bin/sh\nexit 0\n${FUSE_SENTINEL}`), Buffer.from([1, 9]), Buffer.from('101100011')]))
  chmodSync(program, 0o755)
  return folder
}

const packageTool = (args: readonly string[]): { status: number | null; output: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'tools/package.mjs'), ...args], {
    // Nothing is to be downloaded here: ffmpeg's installer finds nobody, and packaging goes on without it.
    cwd: ROOT, encoding: 'utf8', env: { ...process.env, FFMPEG_BINARIES_URL: 'http://127.0.0.1:1' },
  })
  return { status, output: stdout + stderr }
}

// A macOS bundle cannot be made around a stand-in: its helper apps would be missing.
describe.runIf(platform !== 'darwin')('the packaged program', () => {
  const folder = temporaryFolder()
  const app = join(folder, 'dist', `${platform === 'win32' ? 'win' : 'linux'}-unpacked`)
  const resources = join(app, 'resources')
  const archive = join(resources, 'app.asar')
  let output = ''
  let inside: string[] = []

  beforeAll(() => {
    // electron-builder refuses a config that does not fit its schema before it does anything.
    const made = packageTool(['--dir', '--electron-dist', fakeRuntime(join(folder, 'electron')), '--output', join(folder, 'dist')])
    output = made.output
    if (made.status !== 0) throw new Error(`packaging failed\n${output}`)
    inside = listPackage(archive, { isPack: false }).map((path) => path.replaceAll('\\', '/'))
  })

  it.each(['/package.json', '/out/main/main.js', '/out/main/media.js', '/out/main/infer.js', '/out/main/store.js', '/out/main/check.js', '/out/preload/preload.cjs', '/out/renderer/index.html'])('holds %s', (path) => {
    expect(inside).toContain(path)
  })

  it.each([
    { name: 'our own sources', path: /^\/(electron|native-workers|common|renderer|test-support|e2e|tools|bench|docs)(\/|$)/ },
    { name: 'sources of anything', path: /\.(ts|tsx|mts|cts|cpp|hpp|gyp)$/ },
    { name: 'tests', path: /\.(test|spec)\.[jt]sx?$|\/__tests__\// },
    { name: 'source maps', path: /\.map$/ },
    { name: 'types and test results of the build', path: /^\/out\/(types|test-results|\.built)/ },
    { name: 'packages that were only needed to build or install', path: /^\/node_modules\/(?!(better-sqlite3|onnxruntime-node|onnxruntime-common|sharp|@img|detect-libc|semver|ffmpeg-static)(\/|$))./ },
    { name: 'settings, models and keys', path: /vigil\.yml$|\.onnx$|secrets\.|\.pem$/ },
  ])('holds no $name', ({ path }) => {
    expect(inside.filter((one) => path.test(one))).toEqual([])
  })

  it('brings the native files of this platform and no other', () => {
    expect(inside.filter((path) => /onnxruntime-node\/bin\/napi-v6\/[^/]+\/[^/]+$/.test(path))).toEqual([`/node_modules/onnxruntime-node/bin/napi-v6/${ortPlatform}`])
    expect(inside.filter((path) => /better-sqlite3\/prebuilds\//.test(path))).toEqual([`/node_modules/better-sqlite3/prebuilds/${platform}-${process.arch}.node`])
    expect(inside.filter((path) => path.includes('/sharp-') && path.endsWith('.node')).every((path) => path.includes(`-${platform}-${process.arch}`))).toBe(true)
  })

  it('keeps outside the archive whatever the system loads', () => {
    const unpacked = readdirSync(join(resources, 'app.asar.unpacked'), { recursive: true, encoding: 'utf8' }).map((path) => `/${path.replaceAll('\\', '/')}`)
    const native = inside.filter((path) => /\.(node|so|dylib|dll)(\.\d+)*$/.test(path))
    expect(native.length).toBeGreaterThanOrEqual(4)
    expect(native.filter((path) => !unpacked.includes(path))).toEqual([])
    expect(unpacked).toContain('/node_modules/ffmpeg-static/index.js')
  })

  it('brings ffmpeg, or says that it does not', () => {
    const shipped = existsSync(join(resources, 'app.asar.unpacked/node_modules/ffmpeg-static', platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg'))
    expect(output).toContain(shipped ? 'ffmpeg comes along' : 'ffmpeg could not be fetched here')
  })

  it('brings the licences and the icon', () => {
    const brought = ['licences/LICENSE.txt', 'licences/THIRD_PARTY_NOTICES.md', 'licences/ffmpeg-GPL-3.0.txt', 'icon.png']
    expect(brought.filter((name) => statSync(join(resources, name)).size === 0)).toEqual([])
  })

  it('has closed the fuses', async () => {
    const wire = await getCurrentFuseWire(join(app, platform === 'win32' ? 'Vigil.exe' : 'vigil'))
    const open = [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, FuseV1Options.OnlyLoadAppFromAsar]
    const closed = [
      FuseV1Options.RunAsNode, FuseV1Options.EnableCookieEncryption, FuseV1Options.EnableNodeOptionsEnvironmentVariable, FuseV1Options.EnableNodeCliInspectArguments,
      FuseV1Options.LoadBrowserProcessSpecificV8Snapshot, FuseV1Options.GrantFileProtocolExtraPrivileges,
    ]
    expect(open.map((fuse) => wire[fuse])).toEqual(open.map(() => FuseState.ENABLE))
    expect(closed.map((fuse) => wire[fuse])).toEqual(closed.map(() => FuseState.DISABLE))
  })

  it('is complete: its own files, taken out of the archive, run a session and store an event', async () => {
    const program = join(folder, 'program')
    const data = join(folder, 'data')
    extractAll(archive, program)
    mkdirSync(data)
    writeFileSync(join(data, 'vigil.yml'), stringify({ version: 1, cameras: [{ id: 'gate', inputs: [{ url: 'test:pattern' }], events: { on: ['motion'] } }] }))
    const engine = spawn(process.execPath, [join(program, 'out/main/headless.js'), '--data', data, '--port', '0', '--models', dirname(modelPath('yolox_nano.onnx'))], { stdio: ['ignore', 'pipe', 'pipe'], cwd: folder })
    let said = ''
    for (const stream of [engine.stdout, engine.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { said += text })
    const ended = new Promise((resolve) => { engine.once('exit', resolve) })
    try {
      const [, url, token] = await vi.waitFor(() => {
        const ready = /vigil ready (\S+)\/#token=(\S+)/.exec(said)
        if (!ready) throw new Error(`not ready\n${said}`)
        return ready
      }, { timeout: 20_000 })
      const get = async <T>(path: string): Promise<T> => await (await fetch(`${url}/api/v1/${path}`, { headers: { authorization: `Bearer ${token}` } })).json() as T
      await vi.waitFor(async () => {
        const [stats, { items }] = await Promise.all([get<Stats>('stats'), get<{ items: unknown[] }>('events')])
        expect(stats.all.ledger.outcomes.inferred).toBeGreaterThan(0)
        expect(items).not.toEqual([])
      }, { timeout: 30_000, interval: 100 })
    } finally {
      engine.kill('SIGTERM')
      await ended
    }
  })
})

describe('packaging', () => {
  it.each([
    { name: 'a runtime that is not there', args: ['--electron-dist', '/no/such/electron'], status: 1, says: 'vigil: package: there is no Electron runtime in /no/such/electron' },
    { name: 'an option it does not know', args: ['--dri'], status: 2, says: 'vigil: package: Unknown option \'--dri\'' },
  ])('says in one line what is wrong: $name', ({ args, status, says }) => {
    const made = packageTool(args)
    expect(made).toEqual({ status, output: `${says}\n` })
  })

  it('draws on an icon that fits every platform', () => {
    const png = readFileSync(join(ROOT, 'resources/icon.png'))
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([512, 512])
  })
})
