import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Camera } from '../common/contracts/camera-status.ts'
import type { Event } from '../common/contracts/event.ts'
import type { Stats } from '../common/contracts/stats.ts'
import { ledgerMismatch } from '../common/ledger.ts'
import { clipEnd, type ClipEnd } from '../test-support/clip-end.ts'
import { type RunningEngine, startEngine, temporaryFolder } from '../test-support/engine.ts'
import { cutVideo } from '../test-support/ffmpeg-clips.ts'
import { footagePath } from '../test-support/footage.ts'
import { makeNumberedVideo } from '../test-support/numbered-video.ts'
import { engineProcesses, isAlive, leftOver, type SeenProcess } from '../test-support/processes.ts'
import { seededRandom, shuffled } from '../test-support/random.ts'
import { type RtspServer, startRtspServer } from '../test-support/rtsp-server.ts'
import { analysedFrames, type LedgerWatch, watchLedger } from '../test-support/watch-ledger.ts'

const SEED = Number(process.env['VIGIL_TEST_SEED'] ?? 20_261_121)
const CAMERAS = ['walk', 'campus', 'numbers', 'pattern'] as const
/** The test picture is full of small moving things: one event for each would be a test of the disk. */
const BIG_THINGS = { minArea: 0.02 }
const POST_SECONDS = 2
const RECOVERED_WITHIN_MS = 5_000
/** As in stop.test.ts: a row, the one being filled, and how a clip's time is told. */
const LAST_FRAGMENT_MS = 1_500

type Victim = 'media' | 'store' | 'ffmpeg'
interface Kill {
  readonly victim: Victim
  readonly camera: string | null
  readonly atMs: number
  readonly recoveredMs: number
  /** Events whose clips were being recorded when it happened. */
  readonly recording: readonly string[]
}

/** Whatever of Vigil is killed: every frame keeps its one outcome, and every event its clip up to that moment. */
describe(`the ledger and the clips while processes are killed (seed ${SEED})`, () => {
  const folder = temporaryFolder()
  const random = seededRandom(SEED)
  const seen = new Map<string, SeenProcess>()
  const kills: Kill[] = []
  let rtsp: RtspServer
  let engine: RunningEngine
  let ledger: LedgerWatch

  const processes = () => {
    const now = engineProcesses(engine.process.pid)
    for (const one of now.all) seen.set(`${one.pid}/${one.startedAt}`, one)
    return now
  }

  beforeAll(async () => {
    rtsp = await startRtspServer()
    makeNumberedVideo({ path: join(folder, 'numbers.mp4'), seconds: 120 })
    // People in the picture from the first second on, again and again.
    cutVideo({ from: footagePath('one-by-one-person-detection.mp4'), fromSeconds: 6, toSeconds: 30, to: join(folder, 'walk.mp4') })
    engine = await startEngine({
      config: {
        version: 1,
        cameras: [
          { id: 'walk', inputs: [{ url: `file:${join(folder, 'walk.mp4')}`, loop: true }], events: { on: ['object', 'motion'], postSeconds: POST_SECONDS } },
          { id: 'campus', inputs: [{ url: `file:${footagePath('vtest.avi')}`, loop: true }], events: { on: ['object'], postSeconds: POST_SECONDS } },
          { id: 'numbers', inputs: [{ url: await rtsp.mountFile('/numbers', join(folder, 'numbers.mp4')) }], motion: BIG_THINGS, events: { on: ['object', 'motion'], postSeconds: POST_SECONDS } },
          { id: 'pattern', inputs: [{ url: 'test:pattern?size=640x360&fps=10' }], motion: BIG_THINGS, events: { on: ['object', 'motion'], postSeconds: POST_SECONDS } },
        ],
      },
    })
    ledger = watchLedger(engine, 250)
  })
  afterAll(async () => {
    ledger?.stop()
    await engine?.stop()
    await rtsp?.stop()
  })

  it('watches four cameras, with inference', async () => {
    await engine.until('every camera analysed, and something inferred', () => {
      const { last } = ledger
      return last !== null && CAMERAS.every((id) => (analysedFrames(last).get(id) ?? 0) > 10) && last.all.ledger.outcomes.inferred > 0
    }, 20_000)
    await engine.until('an event on the numbered and on the pattern camera', async () => {
      const events = await engine.events()
      return ['numbers', 'pattern'].every((id) => events.some(({ camera }) => camera === id))
    }, 20_000)
  }, 40_000)

  const plan: readonly { victim: Victim; camera: string | null }[] = shuffled([
    ...shuffled(CAMERAS, random).slice(0, 3).map((camera) => ({ victim: 'ffmpeg' as const, camera })),
    ...Array.from({ length: 3 }, () => ({ victim: 'media' as const, camera: null })),
    ...Array.from({ length: 3 }, () => ({ victim: 'store' as const, camera: null })),
  ], random)

  it.each(plan.map((one, index) => ({ ...one, name: `${index + 1}: SIGKILL of ${one.victim}${one.camera === null ? '' : ` of ${one.camera}`}` })))('$name', async ({ victim, camera }) => {
    await new Promise((resolve) => { setTimeout(resolve, 500 + 1_000 * random()) })
    const target = victim === 'ffmpeg' ? processes().ffmpeg.get(camera ?? '') : processes()[victim]
    if (!target) throw new Error(`there is no ${victim} to kill`)
    const recording = (await engine.events()).filter(({ clip }) => clip.state === 'recording').map(({ id }) => id)
    const before = analysedFrames(await engine.stats())
    const from = performance.now()
    const atMs = Date.now()
    process.kill(target.pid, 'SIGKILL')
    await engine.until(`recovery from the death of ${victim} ${camera ?? ''}`, async () => {
      const now = processes()
      if (isAlive(target)) return false
      if (camera !== null) return now.ffmpeg.has(camera) && (await engine.get<Camera>(`/api/v1/cameras/${camera}`)).state === 'live'
      if (victim === 'store') return now.store !== null && (await engine.fetch('/readyz')).ok && (await engine.fetch('/api/v1/events?limit=1')).ok
      const after = analysedFrames(await engine.stats())
      return CAMERAS.every((id) => (after.get(id) ?? 0) > (before.get(id) ?? 0) + 2)
    }, RECOVERED_WITHIN_MS * 2)
    const recoveredMs = performance.now() - from
    kills.push({ victim, camera, atMs, recoveredMs, recording })
    process.stdout.write(`  ${victim} ${camera ?? ''}: back after ${Math.round(recoveredMs)} ms, ${recording.length} clips under way\n`)
    expect(recoveredMs).toBeLessThan(RECOVERED_WITHIN_MS)
  }, 20_000)

  it('kept every clip that was being recorded, up to the kill', async () => {
    const wanted = new Set(kills.flatMap(({ recording }) => recording))
    expect(wanted.size).toBeGreaterThan(3)
    // Whatever still runs ends with its cameras.
    for (const id of CAMERAS) await engine.fetch(`/api/v1/cameras/${id}`, { method: 'PATCH', body: JSON.stringify({ enabled: false }) })
    const events = await engine.until<Map<string, Event>>('all clips closed', async () => {
      const now = new Map((await engine.events()).map((event) => [event.id, event]))
      return [...wanted].every((id) => { const event = now.get(id); return event?.state === 'ended' && event.clip.state !== 'recording' }) ? now : null
    }, 15_000)
    const ends = new Map<string, ClipEnd>()
    for (const id of wanted) {
      const event = events.get(id) as Event
      expect(['saved', 'partial'], `${event.camera}: ${JSON.stringify(event.clip)}`).toContain(event.clip.state)
      if (event.clip.state === 'partial') expect(event.clip.reason).toMatch(/\w+ .*\.$/)
      ends.set(id, await clipEnd(engine, event, folder))
    }
    for (const { victim, camera, atMs, recording } of kills) {
      let shortest = Infinity
      for (const id of recording) {
        const end = ends.get(id) as ClipEnd
        const event = events.get(id) as Event
        // One that had ended by then only had its seconds after the event to come.
        const wantedAtMs = Math.min(atMs, Date.parse(event.endedAt ?? '') + POST_SECONDS * 1_000)
        shortest = Math.min(shortest, end.lastFrameAtMs - wantedAtMs)
        expect(end.lastFrameAtMs, `${event.camera} ${id} at the death of ${victim}`).toBeGreaterThan(wantedAtMs - LAST_FRAGMENT_MS)
      }
      process.stdout.write(`  ${victim} ${camera ?? ''}: ${recording.length} clips under way, the shortest ends ${Math.round(-shortest)} ms before the kill\n`)
    }
  }, 40_000)

  it('counted every frame once, at every moment', async () => {
    ledger.stop()
    expect(ledger.problems).toEqual([])
    expect(ledger.samples).toBeGreaterThan(60)
    const stats = await engine.stats()
    for (const { id, ledger: counts } of stats.cameras) {
      expect(ledgerMismatch(counts), id).toBe(0)
      expect(counts.inFlight, `${id} is switched off`).toBe(0)
    }
    expect(stats.all.ledger.outcomes.inferred).toBeGreaterThan(50)
    const metrics = await (await engine.fetch('/metrics')).text()
    const mismatches = [...metrics.matchAll(/^vigil_ledger_mismatch_total(?:\{.*\})? (\d+)/gm)].map(([, count]) => Number(count))
    expect(mismatches.every((count) => count === 0)).toBe(true)
    process.stdout.write(`  ${ledger.samples} samples, ${summary(stats)}\n`)
  })

  it('leaves no process behind', async () => {
    processes()
    const { code, tookMs } = await engine.stop()
    expect(code).toBe(0)
    expect(tookMs).toBeLessThan(5_000)
    expect(leftOver(seen.values())).toEqual([])
  }, 15_000)
})

const summary = (stats: Stats): string =>
  Object.entries(stats.all.ledger.outcomes).filter(([, count]) => count > 0).map(([name, count]) => `${name} ${count}`).join(', ')
