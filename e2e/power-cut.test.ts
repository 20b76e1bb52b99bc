import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../test-support/engine.ts'
import { cutVideo } from '../test-support/ffmpeg-clips.ts'
import { footagePath } from '../test-support/footage.ts'
import { makeNumberedVideo } from '../test-support/numbered-video.ts'
import { localStore } from '../test-support/open-store.ts'
import { everyEvent, judge } from '../test-support/power-cut/after-cut.ts'
import { diskAfter, layOut, randomCut } from '../test-support/power-cut/cut-disk.ts'
import { afterwards, record, type Recording } from '../test-support/power-cut/recording.ts'
import { createTriggerReader, type TriggerFrame } from '../test-support/power-cut/trigger-frame.ts'
import { seededRandom } from '../test-support/random.ts'
import { type RtspServer, startRtspServer } from '../test-support/rtsp-server.ts'

/** `CUTS=400 SECONDS=60 SEED=11 npx vitest run --config vitest.e2e.config.ts e2e/power-cut` is the long run; the figure is in docs/decisions/footage-and-clips.md. */
const CUTS = Number(process.env['CUTS'] ?? 40)
const SECONDS = Number(process.env['SECONDS'] ?? 30)
const SEED = Number(process.env['SEED'] ?? 20_261_125)
const strip = { id: 'number', points: [[0, 0], [1, 0], [1, 0.12], [0, 0.12]] }
const CAMERAS = ['walk', 'pattern', 'live', 'file'] as const
const SUDDEN = { sectorBytes: 512, chance: 0.5, growsFirst: true }

/**
 * The power goes at random moments of one recording. What the store process writes, syncs, names and deletes is written down while it does so; afterwards the disk is put together as the cut may
 * have left it (cut-disk.ts), opened by the real store, and held against everything that was told before that moment. The same again with what Vigil does when it comes back after a cut.
 */
describe(`${CUTS} power cuts in ${SECONDS} seconds of four cameras (seed ${SEED})`, () => {
  const folder = temporaryFolder()
  const random = seededRandom(SEED)
  const readTrigger = createTriggerReader(folder)
  const data = join(folder, 'data')
  let rtsp: RtspServer
  let config: object
  let first: Recording

  /** The trigger frames of a recording that was stopped and not cut. */
  const triggersIn = async (from: string): Promise<Map<string, TriggerFrame>> => {
    const copy = join(folder, 'uncut')
    cpSync(from, copy, { recursive: true })
    const { store, calls, close } = localStore(copy, Date.now)
    const found = new Map<string, TriggerFrame>()
    for (const event of everyEvent(calls)) found.set(event.id, await readTrigger(store, event))
    close()
    rmSync(copy, { recursive: true })
    return found
  }
  const cutTimeAndAgain = async ({ log, told }: Recording, from: string, cuts: number): Promise<{ bad: string[]; whole: number; toldEarly: number }> => {
    const expected = await triggersIn(from)
    const moments = [...[...told.events.values()].map(({ promisedAtMs }) => promisedAtMs), ...told.notes.map(({ atMs }) => atMs), ...[...told.deletions.values()].map(({ atMs }) => atMs)].filter(Number.isFinite)
    const names = log.names.map(({ endMs }) => endMs).filter(Number.isFinite)
    const soonAfter = (of: readonly number[]): number => (of[Math.floor(random() * of.length)] ?? log.toMs) + random() * 20
    const sums = { bad: [] as string[], whole: 0, toldEarly: 0 }
    for (let n = 0; n < cuts; n += 1) {
      // Anywhere; right after something was told, when what is not yet safe is missed most; and while files are made, renamed and deleted.
      const atMs = n % 3 === 0 ? log.fromMs + random() * (log.toMs - log.fromMs) : soonAfter(n % 3 === 1 ? moments : names)
      const cut = randomCut(atMs, random)
      const left = join(folder, 'cut')
      layOut(diskAfter(log, cut, random), from, left)
      const { problems, whole, toldEarly } = await judge(left, { atMs, told, expected, readTrigger })
      sums.bad.push(...problems.map((problem) => `cut ${n} (${JSON.stringify({ ...cut, atMs: Math.round(atMs - log.fromMs) })}): ${problem}`))
      sums.whole += whole
      sums.toldEarly += toldEarly
      rmSync(left, { recursive: true })
    }
    process.stdout.write(`  ${cuts} cuts: ${sums.whole} times a told event with its trigger frame, ${sums.toldEarly} told as not on the disk yet, ${sums.bad.length} problems\n`)
    return sums
  }

  beforeAll(async () => {
    rtsp = await startRtspServer()
    const visits = { everyFrames: 45, frames: 25 }
    makeNumberedVideo({ path: join(folder, 'numbers.mp4'), seconds: 300, visits })
    makeNumberedVideo({ path: join(folder, 'file.mp4'), seconds: 300, bFrames: 2, visits })
    cutVideo({ from: footagePath('one-by-one-person-detection.mp4'), fromSeconds: 6, toSeconds: 30, to: join(folder, 'walk.mp4') })
    const events = { on: ['object', 'motion'], preSeconds: 1, postSeconds: 1, maxSeconds: 8 }
    const numbered = { motion: { masks: [strip] }, events }
    config = {
      version: 1,
      cameras: [
        { id: 'walk', inputs: [{ url: `file:${join(folder, 'walk.mp4')}`, loop: true }], events, record: { mode: 'always' } },
        { id: 'pattern', inputs: [{ url: 'test:pattern?size=320x180&fps=10' }], motion: { minArea: 0.02 }, events: { ...events, on: ['motion'] } },
        { id: 'live', inputs: [{ url: await rtsp.mountFile('/numbers', join(folder, 'numbers.mp4')) }], ...numbered },
        { id: 'file', inputs: [{ url: `file:${join(folder, 'file.mp4')}`, loop: true }], ...numbered, record: { mode: 'motion' } },
      ],
    }
    mkdirSync(data)
    first = await record({ config, data, found: new Map(), seconds: SECONDS, cameras: CAMERAS, folder })
  }, 60_000 + SECONDS * 2_000)
  afterAll(async () => { await rtsp?.stop() })

  it('the recording is worth a cut, and the trace knows all of it: played to its end it makes the very files that are there', async () => {
    const { told, log } = first
    process.stdout.write(`  ${told.events.size} events told, ${told.notes.length} notes, ${told.deletions.size} deleted; ${[...log.changes.values()].flat().length} changes of ${log.changes.size} files, ${[...log.syncs.values()].flat().length} syncs, ${log.names.length} names\n`)
    expect(new Set([...told.events.values()].map(({ event }) => event.camera))).toEqual(new Set(CAMERAS))
    expect(told.events.size).toBeGreaterThan(SECONDS / 5)
    expect([...await triggersIn(data)].filter(([, frame]) => 'missing' in frame)).toEqual([])
    const files = [...diskAfter(log, { ...SUDDEN, atMs: Infinity, chance: 1 }, () => 0)].filter(([, content]) => content !== 'folder')
    expect(files.map(([path]) => relative(data, path))).toEqual(expect.arrayContaining(['vigil.db', expect.stringMatching(/^media.media-.*[.]walk[.]db$/)]))
    expect(files.filter(([path, content]) => !readFileSync(path).equals(content as Buffer)).map(([path]) => path)).toEqual([])
  }, 120_000)

  it('has everything it told of, after every cut', async () => {
    const { bad, whole } = await cutTimeAndAgain(first, data, CUTS)
    expect(bad.slice(0, 20)).toEqual([])
    expect(whole).toBeGreaterThan(CUTS)
  }, 60_000 + CUTS * 6_000)

  it('comes up on what a cut left, records on, and survives the next one: also in the middle of coming up', async () => {
    const { log, told } = first
    const atMs = log.fromMs + (log.toMs - log.fromMs) * 0.8
    const found = new Map([...diskAfter(log, { ...SUDDEN, atMs }, random)].filter(([path]) => !path.endsWith('-shm')))
    const again = join(folder, 'again')
    layOut(found, data, again)
    const moved = new Map([...found].map(([path, content]) => [join(again, relative(data, path)), content]))
    const second = await record({ config, data: again, found: moved, seconds: SECONDS / 2, cameras: CAMERAS, folder }, async (engine) => {
      const events = new Map((await engine.events()).map((event) => [event.id, event]))
      // What was cut off is decoded again when Vigil starts: with its trigger frame it is saved.
      for (const [id, { promisedAtMs }] of told.events) if (promisedAtMs <= atMs && !told.deletions.has(id)) expect(events.get(id)).toMatchObject({ state: 'ended', clip: { state: 'saved', verified: true } })
      const epochs = (from: Iterable<string>): number[] => [...from].map((frameId) => Number(frameId.split('/')[1]))
      const before = Math.max(...epochs([...told.events.values()].map(({ event }) => event.frameId)))
      const fresh = [...events.values()].filter(({ id, clip }) => !told.events.has(id) && clip.verified)
      expect(fresh.length).toBeGreaterThan(0)
      expect(Math.min(...epochs(fresh.map(({ frameId }) => frameId)))).toBeGreaterThan(before)
    })
    const { bad, whole } = await cutTimeAndAgain({ log: second.log, told: afterwards(told, atMs, second.told) }, again, Math.ceil(CUTS / 2))
    expect(bad.slice(0, 20)).toEqual([])
    expect(whole).toBeGreaterThan(CUTS)
  }, 120_000 + SECONDS * 1_000 + CUTS * 6_000)
})
