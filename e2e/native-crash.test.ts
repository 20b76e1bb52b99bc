import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ledgerMismatch } from '../common/ledger.ts'
import { type RunningEngine, startEngine } from '../test-support/engine.ts'
import { footagePath } from '../test-support/footage.ts'
import { engineProcesses, leftOver } from '../test-support/processes.ts'
import { type WatchedSystem, watchSystem } from '../test-support/rpc.ts'
import { analysedFrames, type LedgerWatch, watchLedger } from '../test-support/watch-ledger.ts'

const FPS = 10
const CAMERAS = ['people', 'campus', 'pattern', 'second'] as const
const BACK_WITHIN_MS = 5_000

/** Native code that dies takes its process along. Here it does so inside an inference, and costs a moment of picture: not the engine. */
describe('a native crash inside inference', () => {
  let engine: RunningEngine
  let screen: WatchedSystem
  let ledger: LedgerWatch
  const answers: string[] = []
  let asking: NodeJS.Timeout

  beforeAll(async () => {
    engine = await startEngine({
      env: { VIGIL_FAULTS: '1' },
      config: {
        version: 1,
        cameras: [
          { id: 'people', inputs: [{ url: `file:${footagePath('one-by-one-person-detection.mp4')}`, loop: true }], detect: { fps: FPS } },
          { id: 'campus', inputs: [{ url: `file:${footagePath('vtest.avi')}`, loop: true }], detect: { fps: FPS }, record: { mode: 'off' } },
          { id: 'pattern', inputs: [{ url: `test:pattern?size=640x360&fps=${FPS}` }], detect: { fps: FPS } },
          { id: 'second', inputs: [{ url: `test:pattern?size=640x360&fps=${FPS}` }], detect: { fps: FPS } },
        ],
      },
    })
    screen = await watchSystem(engine)
    ledger = watchLedger(engine, 100)
    asking = setInterval(() => {
      fetch(`${engine.url}/healthz`).then(({ status }) => answers.push(String(status)), (error: unknown) => answers.push(String(error)))
    }, 50)
    await engine.until('every camera analysed, and something inferred', () =>
      ledger.last !== null && CAMERAS.every((id) => (analysedFrames(ledger.last ?? undefined).get(id) ?? 0) > 10) && ledger.last.all.ledger.outcomes.inferred > 3, 15_000)
  }, 30_000)
  afterAll(async () => {
    clearInterval(asking)
    ledger?.stop()
    screen?.close()
    await engine?.stop()
  })

  it('costs a moment of picture, not the engine', async () => {
    const before = await engine.stats()
    const { media } = engineProcesses(engine.process.pid)
    const from = performance.now()
    expect((await engine.fetch('/api/v1/faults/abort-in-inference', { method: 'POST' })).status).toBe(202)
    await engine.until('the media process died of it', () => engine.log().includes('the media process was ended by SIGABRT'), 5_000)
    const diedMs = performance.now() - from
    const died = await engine.stats()
    // What the detector had in its hands is known, and accounted for.
    expect(died.all.ledger.outcomes.shutdown - before.all.ledger.outcomes.shutdown).toBeGreaterThanOrEqual(1)
    await engine.until('every camera analysed again, with inference', async () => {
      const now = await engine.stats()
      return CAMERAS.every((id) => (analysedFrames(now).get(id) ?? 0) > (analysedFrames(died).get(id) ?? 0)) && now.all.ledger.outcomes.inferred > died.all.ledger.outcomes.inferred
    }, BACK_WITHIN_MS * 2)
    const backMs = performance.now() - from - diedMs
    process.stdout.write(`  dead after ${Math.round(diedMs)} ms, all analysed and inferring again after another ${Math.round(backMs)} ms\n`)
    expect(backMs).toBeLessThan(BACK_WITHIN_MS)
    expect(engineProcesses(engine.process.pid).media?.pid).not.toBe(media?.pid)
  }, 20_000)

  it('was answered all the while, and screens stayed connected', () => {
    expect(answers.length).toBeGreaterThan(20)
    expect(answers.filter((answer) => answer !== '200')).toEqual([])
    expect(screen.ended).toBeNull()
    const told = screen.states.map(({ media }) => media.state)
    expect(told).toContain('restarting')
    expect(told.at(-1)).toBe('ready')
    expect(screen.states.find(({ media }) => media.state === 'restarting')?.notices.map(({ text }) => text)).toContain('The analysis is restarting: the media process was ended by SIGABRT')
  })

  it('left every frame with one outcome, and every ffmpeg where it was', async () => {
    ledger.stop()
    expect(ledger.problems).toEqual([])
    expect(ledger.last && ledgerMismatch(ledger.last.all.ledger)).toBe(0)
    const metrics = await (await engine.fetch('/metrics')).text()
    const restarts = [...metrics.matchAll(/^vigil_camera_restarts_total.*$/gm)].map(([line]) => line)
    expect(restarts, 'no camera was started again').toEqual([])
  })

  it('stops as if nothing had been', async () => {
    const seen = engineProcesses(engine.process.pid).all
    const { code, tookMs } = await engine.stop()
    expect(code).toBe(0)
    expect(tookMs).toBeLessThan(5_000)
    expect(leftOver(seen)).toEqual([])
  }, 10_000)
})

it('has no way to be crashed from outside unless it was started for that', async () => {
  const engine = await startEngine({ config: { version: 1, detector: { model: 'none' }, cameras: [] } })
  try {
    expect((await engine.fetch('/api/v1/faults/abort-in-inference', { method: 'POST' })).status).toBe(404)
  } finally {
    await engine.stop()
  }
}, 20_000)
