import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Camera } from '../common/contracts/camera-status.ts'
import { type RunningEngine, startEngine, temporaryFolder } from '../test-support/engine.ts'
import { FFMPEG, makeVideo } from '../test-support/ffmpeg-clips.ts'
import { type OddServers, startOddServers } from '../test-support/odd-http.ts'
import { type WatchedSystem, watchSystem } from '../test-support/rpc.ts'
import { type RtspServer, startRtspServer } from '../test-support/rtsp-server.ts'

const USER = 'operator'
const PASSWORD = 'p@ss w/rd:é?'
const WRONG = { literal: 'Tr0ub4dor-3-wrong', special: 'wr@ng/w:rd é' }
const TEST_STREAM = '( videotestsrc is-live=true ! video/x-raw,width=320,height=180,framerate=10/1 ! x264enc tune=zerolatency key-int-max=10 ! rtph264pay name=pay0 pt=96 )'
/** INTERFACES.md, PRODUCT.md: told within this after the last picture. */
const STALLED_WITHIN_MS = 6_500

/** Everything that can be wrong with a camera, at once, beside one that works. */
describe('cameras in trouble', () => {
  const folder = temporaryFolder()
  let guarded: RtspServer
  let dying: RtspServer
  let odd: OddServers
  let engine: RunningEngine
  let screen: WatchedSystem

  const camera = async (id: string): Promise<Camera> => engine.get<Camera>(`/api/v1/cameras/${id}`)
  const warnings = (id: string): string[] => engine.log().split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as { level: number; camera?: string; msg: string })
    .filter((line) => line.camera === id && line.level >= 40).map(({ msg }) => msg)

  beforeAll(async () => {
    [guarded, dying] = await Promise.all([startRtspServer(), startRtspServer()])
    const file = (name: string): string => join(folder, name)
    await makeVideo({ path: file('whole.mp4'), bFrames: 0, seconds: 3 })
    copyFileSync(file('whole.mp4'), file('cut.mp4'))
    truncateSync(file('cut.mp4'), 8_000)
    writeFileSync(file('empty.mp4'), '')
    writeFileSync(file('words.mp4'), 'This is not a film.\n'.repeat(200))
    mkdirSync(file('folder.mp4'))
    execFileSync(FFMPEG, ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=320x180', '-frames:v', '1', file('picture.jpg')])
    odd = await startOddServers({ jpeg: readFileSync(file('picture.jpg')), pictures: 30 })
    await guarded.mount('/guarded', TEST_STREAM, { user: USER, password: PASSWORD })
    const host = `127.0.0.1:${guarded.port}`
    const local = '127.0.0.1'
    const urls: Record<string, string> = {
      'wrong-password': `rtsp://${USER}:${WRONG.literal}@${host}/guarded`,
      'no-secret': `rtsp://${USER}:\${secret:nobody-typed-it}@${host}/guarded`,
      'closed-port': `rtsp://${local}:${odd.closedPort}/stream`,
      'says-nothing': `rtsp://${local}:${odd.silentPort}/stream`,
      'web-page': `${odd.http}/page`,
      'web-refused': `${odd.http}/refused`,
      'web-missing': `${odd.http}/elsewhere`,
      'web-broken': `${odd.http}/broken`,
      'web-empty': `${odd.http}/nothing`,
      'leads-to-a-file': `${odd.http}/away`,
      'list-of-files': `${odd.http}/list.m3u8`,
      'cut-file': `file:${file('cut.mp4')}`,
      'empty-file': `file:${file('empty.mp4')}`,
      'words-file': `file:${file('words.mp4')}`,
      'no-file': `file:${file('nowhere.mp4')}`,
      'folder-file': `file:${file('folder.mp4')}`,
      'other-scheme': 'ftp://127.0.0.1/film.mp4',
      'pictures-stop': `${odd.http}/stops`,
      'stream-stops': await dying.mount('/live', TEST_STREAM),
      good: 'test:pattern?size=320x180&fps=10',
    }
    engine = await startEngine({
      args: ['--log-level', 'debug'],
      config: { version: 1, detector: { model: 'none' }, cameras: Object.entries(urls).map(([id, url]) => ({ id, inputs: [{ url }] })) },
    })
    screen = await watchSystem(engine)
  }, 60_000)
  afterAll(async () => {
    screen?.close()
    await engine?.stop()
    dying?.resume()
    await Promise.all([guarded?.stop(), dying?.stop()])
    odd?.stop()
  })

  it.each<{ id: string; state: Camera['state']; reason: RegExp; limitMs?: number }>([
    { id: 'wrong-password', state: 'failed', reason: /^the camera refused the password; check user name and password$/ },
    { id: 'no-secret', state: 'failed', reason: /^the password "nobody-typed-it" is not stored on this machine; enter it on the camera's page$/ },
    { id: 'closed-port', state: 'backoff', reason: /^nothing listens at this address \(connection refused\); check host and port, and that the camera is on$/ },
    { id: 'web-page', state: 'failed', reason: /is not video.*web page$/ },
    { id: 'web-refused', state: 'failed', reason: /^the camera refused the password; check user name and password$/ },
    { id: 'web-missing', state: 'failed', reason: /^the camera answers, but has no stream at this address; check the path$/ },
    { id: 'web-broken', state: 'backoff', reason: /^the camera reports an error of its own; restart it if this lasts$/ },
    { id: 'web-empty', state: 'failed', reason: /is not video/ },
    { id: 'leads-to-a-file', state: 'failed', reason: /^the address leads to nothing that can be opened; check it, port and path included$/ },
    { id: 'list-of-files', state: 'failed', reason: /is not video/ },
    { id: 'cut-file', state: 'failed', reason: /^the file cannot be read as video: it is cut off \(its index is missing\) or something else; copy it again$/ },
    { id: 'empty-file', state: 'failed', reason: /^the file is empty \(0 bytes\); copy it again$/ },
    { id: 'words-file', state: 'failed', reason: /^the file cannot be read as video/ },
    { id: 'no-file', state: 'failed', reason: /^there is no such file or device; check the path$/ },
    { id: 'folder-file', state: 'failed', reason: /^this is a folder; give the path of a file in it$/ },
    { id: 'other-scheme', state: 'failed', reason: /^"ftp" is not a scheme Vigil reads; expected rtsp, rtsps, http, https, file, v4l2, avfoundation, dshow or test$/ },
    { id: 'says-nothing', state: 'backoff', reason: /^the camera did not answer .*check network and address$/, limitMs: 20_000 },
  ])('$id: one sentence that says what to do', async ({ id, state, reason, limitMs = 10_000 }) => {
    const troubled = await engine.until<Camera>(`${id} to be in trouble`, async () => { const now = await camera(id); return now.stateReason === null ? null : now }, limitMs)
    process.stdout.write(`  ${id}: ${troubled.state}: ${troubled.stateReason}\n`)
    expect.soft(troubled.stateReason).toMatch(reason)
    expect.soft(troubled.stateReason).not.toContain('\n')
    expect.soft(troubled.state).toBe(state)
    await engine.until('the notice', () => screen.states.at(-1)?.notices.some(({ cameraId, text }) => cameraId === id && text === `${id}: ${troubled.stateReason}`) ?? false, 2_000)
    expect.soft(warnings(id)).toEqual([troubled.stateReason])
  }, 25_000)

  it('says within seconds that a stream stands still, and goes on when it does', async () => {
    await engine.until('both streams', async () => {
      const states = await Promise.all(['pictures-stop', 'stream-stops'].map(camera))
      return states.every(({ state }) => state === 'live' || state === 'stalled')
    }, 15_000)
    dying.freeze()
    const from = performance.now()
    const stalled = await engine.until<Camera>('stalled', async () => { const now = await camera('stream-stops'); return now.state === 'stalled' ? now : null }, 15_000)
    const tookMs = performance.now() - from
    process.stdout.write(`  stalled ${Math.round(tookMs)} ms after the server froze\n`)
    expect(tookMs).toBeLessThan(STALLED_WITHIN_MS)
    expect(stalled.stateReason).toBe('no picture comes; the stream is restarted if it stays so')
    await engine.until('the stream of pictures told in the same words', () => screen.states.some(({ notices }) => notices.some(({ text }) => text === `pictures-stop: ${stalled.stateReason}`)), 15_000)
    dying.resume()
    await engine.until('live again', async () => (await camera('stream-stops')).state === 'live', 10_000)
  }, 40_000)

  it('tells no password to anybody', async () => {
    const added = await engine.fetch('/api/v1/cameras', { method: 'POST', body: JSON.stringify({ id: 'typed', inputs: [{ url: `rtsp://${USER}:${encodeURIComponent(WRONG.special)}@127.0.0.1:${guarded.port}/guarded` }] }) })
    const right = await engine.fetch('/api/v1/cameras', { method: 'POST', body: JSON.stringify({ id: 'right', inputs: [{ url: `rtsp://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${guarded.port}/guarded` }] }) })
    expect([added.status, right.status]).toEqual([201, 201])
    await engine.until('the right password works, the wrong one does not', async () => (await camera('right')).state === 'live' && (await camera('typed')).state === 'failed', 15_000)
    const text = async (path: string): Promise<string> => (await engine.fetch(path)).text()
    const config = readFileSync(join(engine.data, 'vigil.yml'), 'utf8')
    const places: Record<string, string> = {
      'the log': engine.log(), 'the answers': `${await added.text()}${await right.text()}`, 'the cameras': await text('/api/v1/cameras'), 'the stats': await text('/api/v1/stats'),
      'the metrics': await text('/metrics'), 'the state of the system': JSON.stringify(screen.states), 'the events': await text('/api/v1/events'), health: await text('/healthz'),
      // What a person typed into the file stays there.
      'the config': config.replace(WRONG.literal, ''), 'the secrets': readFileSync(join(engine.data, 'secrets.json'), 'utf8'),
    }
    const secrets = [PASSWORD, WRONG.literal, WRONG.special].flatMap((secret) => [secret, encodeURIComponent(secret), encodeURI(secret), Buffer.from(`${USER}:${secret}`).toString('base64')])
    const told = Object.entries(places).flatMap(([place, words]) => secrets.filter((secret) => words.includes(secret)).map((secret) => `${place}: ${secret}`))
    expect(told).toEqual([])
    expect(config).toContain('${secret:typed}')
    expect(engine.log()).toMatch(/vigil\.yml:\d+:\d+ cameras\[0\]\.inputs\[0\]\.url: holds a password in plain text; use \$\{secret:NAME\}/)
  }, 25_000)

  it('never hurt the camera that works', async () => {
    expect((await camera('good')).state).toBe('live')
    expect(warnings('good')).toEqual([])
    const stats = (await engine.stats()).cameras.find(({ id }) => id === 'good')
    expect(stats?.ledger.mismatch).toBe(0)
    expect(stats?.fps).toBeGreaterThan(8)
  })
})
