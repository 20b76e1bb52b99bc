import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startEngine, temporaryFolder } from '../test-support/engine.ts'
import { cutVideo } from '../test-support/ffmpeg-clips.ts'
import { footagePath } from '../test-support/footage.ts'
import { makeNumberedVideo } from '../test-support/numbered-video.ts'
import { localStore } from '../test-support/open-store.ts'
import { everyEvent, judge } from '../test-support/power-cut/after-cut.ts'
import { diskAfter, layOut, randomCut } from '../test-support/power-cut/cut-disk.ts'
import { type DiskLog, diskLog } from '../test-support/power-cut/disk-log.ts'
import { traceStore } from '../test-support/power-cut/strace.ts'
import { createTriggerReader, type TriggerFrame } from '../test-support/power-cut/trigger-frame.ts'
import { type Testimony, witness } from '../test-support/power-cut/witness.ts'
import { seededRandom } from '../test-support/random.ts'
import { type RtspServer, startRtspServer } from '../test-support/rtsp-server.ts'

/** `CUTS=400 SECONDS=60 npx vitest run --config vitest.e2e.config.ts e2e/power-cut` is the long run; the figure is in docs/decisions/footage-and-clips.md. */
const CUTS = Number(process.env['CUTS'] ?? 40)
const SECONDS = Number(process.env['SECONDS'] ?? 30)
const SEED = Number(process.env['SEED'] ?? 20_261_125)
const strip = { id: 'number', points: [[0, 0], [1, 0], [1, 0.12], [0, 0.12]] }
const CAMERAS = ['walk', 'pattern', 'live', 'file'] as const

/**
 * The power goes at random moments of one recording. What the store process writes, syncs, names and deletes is written down while it does so; afterwards the disk is put together as the cut may
 * have left it (cut-disk.ts), opened by the real store, and held against everything that was told before that moment.
 */
describe(`${CUTS} power cuts in ${SECONDS} seconds of four cameras (seed ${SEED})`, () => {
  const folder = temporaryFolder()
  const data = join(folder, 'data')
  const trace = traceStore(folder)
  const readTrigger = createTriggerReader(folder)
  const expected = new Map<string, TriggerFrame>()
  let rtsp: RtspServer
  let config: object
  let told: Testimony
  let log: DiskLog

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
    const engine = await startEngine({ config, data, env: trace.env })
    try {
      const seen = await witness(engine, CAMERAS)
      told = seen.testimony
      const untilMs = performance.now() + SECONDS * 1_000
      await engine.until('the recording', () => performance.now() >= untilMs, SECONDS * 1_000 + 5_000)
      await seen.stop()
    } finally {
      await engine.stop()
    }
    log = diskLog(await trace.read(), data)
  }, 60_000 + SECONDS * 2_000)
  afterAll(async () => { await rtsp?.stop() })

  it('recorded something worth a cut, and every trigger frame of it', async () => {
    const copy = join(folder, 'uncut')
    cpSync(data, copy, { recursive: true })
    const { store, calls, close } = localStore(copy, Date.now)
    for (const event of everyEvent(calls)) expected.set(event.id, await readTrigger(store, event))
    close()
    rmSync(copy, { recursive: true })
    process.stdout.write(`  ${told.events.size} events told, ${told.notes.length} notes, ${told.deletions.size} deleted; ${[...log.changes.values()].flat().length} changes of ${log.changes.size} files, ${[...log.syncs.values()].flat().length} syncs, ${log.names.length} names\n`)
    expect(new Set([...told.events.values()].map(({ event }) => event.camera))).toEqual(new Set(CAMERAS))
    expect(told.events.size).toBeGreaterThan(SECONDS / 5)
    expect([...expected].filter(([, frame]) => 'missing' in frame)).toEqual([])
  }, 120_000)

  it('and the trace knows all of it: played to its end it makes the very files that are there', () => {
    const made = diskAfter(log, { atMs: Infinity, sectorBytes: 4_096, chance: 1, growsFirst: false }, () => 0)
    const files = [...made].filter(([, content]) => content !== 'folder')
    expect(files.map(([path]) => relative(data, path))).toEqual(expect.arrayContaining(['vigil.db', expect.stringMatching(/^media.media-.*[.]walk[.]db$/)]))
    expect(files.filter(([path, content]) => !readFileSync(path).equals(content as Buffer)).map(([path]) => path)).toEqual([])
  })

  it('has everything it told of, after every cut', async () => {
    const random = seededRandom(SEED)
    const moments = [...[...told.events.values()].map(({ promisedAtMs }) => promisedAtMs), ...told.notes.map(({ atMs }) => atMs), ...[...told.deletions.values()].map(({ atMs }) => atMs)].filter(Number.isFinite)
    const bad: string[] = []
    const sums = { whole: 0, toldEarly: 0 }
    for (let n = 0; n < CUTS; n += 1) {
      // Half of them right after something was told, when what is not yet safe is missed most.
      const atMs = n % 2 === 0 ? log.fromMs + random() * (log.toMs - log.fromMs) : (moments[Math.floor(random() * moments.length)] ?? log.toMs) + random() * 20
      const cut = randomCut(atMs, random)
      const left = join(folder, 'cut')
      layOut(diskAfter(log, cut, random), data, left)
      const { problems, whole, toldEarly } = await judge(left, { atMs, told, expected, readTrigger })
      bad.push(...problems.map((problem) => `cut ${n} (${JSON.stringify({ ...cut, atMs: Math.round(atMs - log.fromMs) })}): ${problem}`))
      sums.whole += whole
      sums.toldEarly += toldEarly
      rmSync(left, { recursive: true })
    }
    process.stdout.write(`  ${CUTS} cuts: ${sums.whole} times a told event with its trigger frame, ${sums.toldEarly} told as not on the disk yet, ${bad.length} problems\n`)
    expect(bad.slice(0, 20)).toEqual([])
    expect(sums.whole).toBeGreaterThan(CUTS)
  }, 60_000 + CUTS * 6_000)
})
