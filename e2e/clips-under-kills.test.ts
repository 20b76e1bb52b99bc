import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClipTracks, Event, EventPage } from '../common/contracts/event.ts'
import { type RunningEngine, startEngine, temporaryFolder } from '../test-support/engine.ts'
import { cutVideo, decodedFrames } from '../test-support/ffmpeg-clips.ts'
import { footagePath } from '../test-support/footage.ts'
import { makeNumberedVideo, numbersInClip } from '../test-support/numbered-video.ts'
import { engineProcesses, isAlive } from '../test-support/processes.ts'
import { seededRandom } from '../test-support/random.ts'
import { callEngine } from '../test-support/rpc.ts'
import { type RtspServer, startRtspServer } from '../test-support/rtsp-server.ts'

/** `KILLS=200 npx vitest run --config vitest.e2e.config.ts e2e/clips-under-kills` is the long run; the figure is in docs/decisions/footage-and-clips.md. */
const KILLS = Number(process.env['KILLS'] ?? 6)
const SEED = Number(process.env['SEED'] ?? 20_261_125)
/** Time stamps of clip and analysis round to their own time bases. */
const SAME_FRAME_MS = 2
const VICTIMS = ['main', 'media', 'store'] as const
const strip = { id: 'number', points: [[0, 0], [1, 0], [1, 0.12], [0, 0.12]] }

describe(`clips while main, media and store are killed ${KILLS} times (seed ${SEED})`, () => {
  const folder = temporaryFolder()
  const data = temporaryFolder()
  const random = seededRandom(SEED)
  const announced = new Map<string, Event>()
  const cutOff = new Set<string>()
  /** Told while the disk was too slow, and saying so. */
  const unpromised = new Set<string>()
  const killed = { main: 0, media: 0, store: 0 }
  let rtsp: RtspServer
  let config: object
  let engine: RunningEngine
  let unfollow = (): void => {}

  const follow = async (): Promise<void> => {
    const { client, close } = await callEngine(engine)
    unfollow = close
    const listen = async (): Promise<void> => {
      for await (const news of await client.events.watch()) {
        if (news.type !== 'event') continue
        const { id, state, clip } = news.event
        if (clip.state === 'recording' && clip.reason !== undefined && !announced.has(id)) {
          unpromised.add(id)
          continue
        }
        // What a start finds cut off is told as what it is; nobody had been told of it before.
        if (!announced.has(id) && state === 'ended' && (clip.state === 'partial' || clip.state === 'failed')) cutOff.add(id)
        if (!cutOff.has(id)) announced.set(id, news.event)
      }
    }
    // A killed engine ends the stream.
    listen().catch(() => undefined)
  }
  const start = async (): Promise<void> => {
    engine = await startEngine({ config, data })
    await follow()
    await engine.until('all cameras live', async () => (await engine.get<{ cameras: { live: number } }>('/healthz')).cameras.live === 4, 40_000)
  }

  beforeAll(async () => {
    rtsp = await startRtspServer()
    makeNumberedVideo({ path: join(folder, 'numbers.mp4'), seconds: 120 })
    makeNumberedVideo({ path: join(folder, 'file.mp4'), seconds: 120, bFrames: 2 })
    cutVideo({ from: footagePath('one-by-one-person-detection.mp4'), fromSeconds: 6, toSeconds: 30, to: join(folder, 'walk.mp4') })
    const events = { on: ['object', 'motion'], preSeconds: 2, postSeconds: 2, maxSeconds: 20 }
    const numbered = { motion: { masks: [strip] }, events }
    config = {
      version: 1,
      cameras: [
        { id: 'walk', inputs: [{ url: `file:${join(folder, 'walk.mp4')}`, loop: true }], events, record: { mode: 'always' } },
        { id: 'campus', inputs: [{ url: `file:${footagePath('vtest.avi')}`, loop: true }], events },
        { id: 'live', inputs: [{ url: await rtsp.mountFile('/numbers', join(folder, 'numbers.mp4')) }], ...numbered },
        { id: 'file', inputs: [{ url: `file:${join(folder, 'file.mp4')}`, loop: true }], ...numbered, record: { mode: 'motion' } },
      ],
    }
    await start()
  }, 90_000)
  afterAll(async () => {
    unfollow()
    await engine?.stop()
    await rtsp?.stop()
  })

  it('comes back after every one of them', async () => {
    for (let kill = 0; kill < KILLS; kill += 1) {
      const victim = VICTIMS[Math.floor(random() * VICTIMS.length)] ?? 'main'
      await new Promise((resolve) => { setTimeout(resolve, 200 + 1_800 * random()) })
      killed[victim] += 1
      if (victim === 'main') {
        const { all } = engineProcesses(engine.process.pid)
        await engine.kill()
        await engine.until('its children to end', () => all.every((one) => !isAlive(one)), 10_000).catch(() => undefined)
        unfollow()
        await start()
        continue
      }
      const target = engineProcesses(engine.process.pid)[victim]
      if (!target) continue
      process.kill(target.pid, 'SIGKILL')
      await engine.until(`${victim} again`, async () => engineProcesses(engine.process.pid)[victim] !== null && !isAlive(target) && (await engine.fetch('/readyz')).ok, 20_000)
    }
    process.stdout.write(`  killed ${JSON.stringify(killed)}, ${announced.size} events announced\n`)
  }, 30_000 + KILLS * 15_000)

  it('has a clip of every event that was announced, with its trigger frame in it', async () => {
    for (const id of ['walk', 'campus', 'live', 'file']) await engine.fetch(`/api/v1/cameras/${id}`, { method: 'PATCH', body: JSON.stringify({ enabled: false }) })
    const all = await engine.until<Map<string, Event>>('all clips closed', async () => {
      const events = new Map((await everyEvent(engine)).map((event) => [event.id, event]))
      return [...events.values()].every(({ state, clip }) => state === 'ended' && clip.state !== 'recording') ? events : null
    }, 60_000)
    const bad: string[] = []
    let partial = 0
    for (const { id, camera } of announced.values()) {
      const event = all.get(id)
      if (!event) { bad.push(`${camera} ${id}: not in the catalogue`); continue }
      if (event.clip.state === 'partial') partial += 1
      bad.push(...await problemsOf(engine, event, folder))
    }
    for (const id of cutOff) expect(all.get(id)?.clip, id).toMatchObject({ state: expect.stringMatching(/^(partial|saved|failed)$/) as string, reason: expect.stringContaining('Vigil was stopped') as string })
    const neverPromised = [...unpromised].filter((id) => !announced.has(id))
    process.stdout.write(`  ${neverPromised.length} told as not on the disk yet, ${neverPromised.filter((id) => all.has(id)).length} of them there\n  ${announced.size} announced, ${cutOff.size} more found cut off, ${all.size} in the catalogue, ${partial} of them partial; ${bad.length} without their trigger frame\n`)
    expect(bad).toEqual([])
  }, 60_000 + KILLS * 5_000)

  it('lists what it counts, and nothing twice', async () => {
    const events = await everyEvent(engine)
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length)
    expect((await engine.stats()).storage.events).toBe(events.length)
  })
})

async function everyEvent(engine: RunningEngine): Promise<Event[]> {
  const events: Event[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: EventPage = await engine.get(`/api/v1/events?limit=500${cursor === '' ? '' : `&cursor=${cursor}`}`)
    events.push(...page.items)
    cursor = page.next
  }
  return events
}

async function problemsOf(engine: RunningEngine, event: Event, folder: string): Promise<string[]> {
  const where = `${event.camera} ${event.id} (${event.clip.state}, ${event.clip.reason ?? 'no reason'})`
  const { triggerSeconds } = event.clip
  if (triggerSeconds === undefined) return [`${where}: nothing is known of its trigger frame`]
  const path = join(folder, 'clip.mp4')
  writeFileSync(path, new Uint8Array(await (await engine.fetch(`/api/v1/events/${event.id}/clip.mp4`)).arrayBuffer()))
  const frames = decodedFrames(path, ['-copyts', '-xerror'])
  if (!frames.some(({ ptsMs }) => Math.abs(ptsMs - triggerSeconds * 1_000) <= SAME_FRAME_MS)) return [`${where}: no frame at ${triggerSeconds} s among ${frames.length}`]
  const tracks = await engine.get<ClipTracks>(`/api/v1/events/${event.id}/tracks`)
  if (tracks.frames.length !== frames.length) return [`${where}: ${frames.length} frames, ${tracks.frames.length} with boxes`]
  // Inside one epoch no number is missing or comes twice; a restart is a gap, and the file's loop begins at 0 again.
  if (event.camera !== 'live' && event.camera !== 'file') return []
  const numbers = numbersInClip(path)
  const breaks = numbers.filter(({ number, pts }, index) => {
    const before = numbers[index - 1]
    return before !== undefined && number !== before.number + 1 && pts - before.pts < 0.15 && number !== 0
  })
  return breaks.length === 0 ? [] : [`${where}: ${breaks.length} breaks, the first before number ${breaks[0]?.number} at ${breaks[0]?.pts} s`]
}
