import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Event } from '../common/contracts/event.ts'
import { clipEnd } from '../test-support/clip-end.ts'
import { type RunningEngine, startEngine, temporaryFolder } from '../test-support/engine.ts'
import { watchCamera, watchSystem } from '../test-support/rpc.ts'
import { engineProcesses, leftOver, type SeenProcess } from '../test-support/processes.ts'

const STOPPED_WITHIN_MS = 5_000
/** A row holds half a second, the next one is being filled, and a clip's time is told from an object's first hit, a few frames before its first box. */
const LAST_FRAGMENT_MS = 1_500

const config = (cameras: number) => ({
  version: 1,
  detector: { model: 'none' },
  cameras: Array.from({ length: cameras }, (_, index) => ({
    id: `camera-${index}`, inputs: [{ url: 'test:pattern?size=640x360&fps=10' }], motion: { minArea: 0.02 }, events: { on: ['motion'], postSeconds: 2 },
  })),
})

/** An engine in the middle of recording, with everything it runs. */
async function recordingEngine(data: string): Promise<{ engine: RunningEngine; recording: Event[]; seen: readonly SeenProcess[] }> {
  const engine = await startEngine({ config: config(1), data })
  const recording = await engine.until<Event[]>('a clip under way, already on disk', async () => {
    const open = (await engine.events()).filter(({ state, clip }) => state === 'active' && clip.state === 'recording' && clip.verified)
    return open.length > 0 ? open : null
  }, 15_000)
  // Somebody watches: a stop must not wait until they close their tab.
  await watchSystem(engine)
  const frames = await watchCamera(engine, 'camera-0')
  await engine.until('a viewer that gets frames', () => frames() > 3, 8_000)
  return { engine, recording, seen: engineProcesses(engine.process.pid).all }
}

/** The ways in which Vigil is stopped: each ends in five seconds with nothing left running and nothing lost. */
describe.each([
  { name: 'SIGTERM', stop: ({ process: engine }: RunningEngine) => { engine.kill('SIGTERM') }, code: 0 },
  { name: 'Ctrl-C, which the whole process group gets', stop: ({ process: engine }: RunningEngine) => { for (const { pid } of [...engineProcesses(engine.pid).all, { pid: engine.pid ?? 0 }]) process.kill(pid, 'SIGINT') }, code: 0 },
  { name: 'SIGTERM with a store that hangs', stop: ({ process: engine }: RunningEngine) => { process.kill(engineProcesses(engine.pid).store?.pid ?? 0, 'SIGSTOP'); engine.kill('SIGTERM') }, code: 0 },
  { name: 'SIGTERM with everything hanging', stop: ({ process: engine }: RunningEngine) => { for (const { pid } of engineProcesses(engine.pid).all) process.kill(pid, 'SIGSTOP'); engine.kill('SIGTERM') }, code: 0 },
  { name: 'SIGKILL, or a crash of the engine itself', stop: ({ process: engine }: RunningEngine) => { engine.kill('SIGKILL') }, code: null },
])('stopped by $name', ({ name, stop, code }) => {
  const data = temporaryFolder()
  let stoppedAtMs = 0
  let recording: Event[] = []
  let seen: readonly SeenProcess[] = []
  let first: RunningEngine
  let second: RunningEngine

  beforeAll(async () => { ({ engine: first, recording, seen } = await recordingEngine(data)) }, 30_000)
  afterAll(async () => {
    await first?.kill()
    await second?.stop()
  })

  it('ends within five seconds and leaves no process', async () => {
    const ended = new Promise<number | null>((resolve) => { first.process.once('exit', resolve) })
    const from = performance.now()
    stop(first)
    stoppedAtMs = Date.now()
    const exitCode = await ended
    const tookMs = performance.now() - from
    process.stdout.write(`  ${name}: ended after ${Math.round(tookMs)} ms with ${exitCode}\n`)
    expect(exitCode, first.log()).toBe(code)
    expect(tookMs).toBeLessThan(STOPPED_WITHIN_MS)
    // Its children notice the end of their parent by themselves.
    await expect.poll(() => leftOver(seen), { timeout: code === 0 ? 200 : 4_000 }).toEqual([])
  }, 12_000)

  it('starts again on the same folder, with every clip complete up to the stop', async () => {
    second = await startEngine({ config: config(0), data })
    await second.until('ready', async () => (await second.fetch('/readyz')).ok, 5_000)
    const events = new Map((await second.events()).map((event) => [event.id, event]))
    for (const { id, camera } of recording) {
      const event = events.get(id) as Event
      expect(event, `${camera} ${id}`).toMatchObject({ state: 'ended' })
      expect(['saved', 'partial']).toContain(event.clip.state)
      const { lastFrameAtMs } = await clipEnd(second, event, data)
      process.stdout.write(`  clip of ${camera}: ${event.clip.state}, ends ${stoppedAtMs - lastFrameAtMs} ms before the stop${event.clip.reason === undefined ? '' : ` (${event.clip.reason})`}\n`)
      expect(lastFrameAtMs).toBeGreaterThan(stoppedAtMs - LAST_FRAGMENT_MS)
    }
  }, 15_000)
})
