import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { CameraConfig } from '../common/contracts/camera-config.ts'
import { createTrackLog } from '../electron/services/tracks/track-log.ts'
import { replayRules } from '../electron/services/tracks/replay-service.ts'
import { rulesOf } from '../electron/services/tracks/rules-of.ts'
import { busyCamera, BUSY_TRACKS } from '../test-support/busy-camera.ts'
import { temporaryFolder } from '../test-support/engine.ts'
import { silentLogger } from '../test-support/events.ts'
import { localStore } from '../test-support/open-store.ts'
import { bar, type BenchBar } from './bar.ts'

const HOURS = 24
const FPS = 10
const T0 = Date.UTC(2026, 10, 21)

/** A day of a camera that is never empty, written through the log itself, then judged by the rules of now and by others. */
export async function run(): Promise<BenchBar[]> {
  const folder = temporaryFolder()
  const local = localStore(folder, () => T0)
  let raw = 0
  let storing = 0
  const log = createTrackLog({
    logger: silentLogger,
    store: {
      putTrackChunk(chunk) {
        raw += chunk.bytes.length
        const from = performance.now()
        local.calls.putTrackChunk(chunk)
        storing += performance.now() - from
        return Promise.resolve()
      },
    },
  })
  const frames = HOURS * 3600 * FPS
  const next = busyCamera({ camera: 'gate', startMs: T0 })
  let writing = 0
  for (let done = 0; done < frames;) {
    const part = Array.from({ length: Math.min(6_000, frames - done) }, () => next())
    done += part.length
    const from = performance.now()
    for (const frame of part) log.onResult(frame)
    writing += performance.now() - from
    await Promise.resolve()
  }
  log.stop()
  writing -= storing

  const camera = CameraConfig.parse({ id: 'gate', inputs: [{ url: 'test:x' }], zones: [{ id: 'left', points: [[0, 0], [0.5, 0], [0.5, 1], [0, 1]] }], lines: [{ id: 'middle', from: [0.5, 0], to: [0.5, 1] }] })
  const moved = { ...camera, zones: camera.zones.map((zone) => ({ ...zone, loiteringSeconds: 10 })), events: { ...camera.events, requireZones: ['left'] } }
  const steps: number[] = []
  const store = { ...local.store, stepReplay: async (id: number) => {
    const from = process.threadCpuUsage()
    const answer = local.calls.stepReplay(id)
    // The thread's own time: what else runs on the machine does not count.
    const { user, system } = process.threadCpuUsage(from)
    steps.push((user + system) / 1000)
    return answer
  } }
  const from = performance.now()
  let judged = ''
  for await (const news of replayRules(store, { camera: 'gate', fromMs: null, toMs: null, now: rulesOf(camera, { state: 'ready' }), proposed: rulesOf(moved, { state: 'ready' }) }, undefined)) {
    if (news.type === 'result') judged = JSON.stringify(news.replay.counts)
  }
  const seconds = (performance.now() - from) / 1000
  local.close()
  // Closed: the log of the last writes is in the files by now.
  const packed = readdirSync(join(folder, 'media')).reduce((sum, name) => sum + statSync(join(folder, 'media', name)).size, 0)
  steps.sort((a, b) => a - b)
  process.stderr.write(`  ${frames} frames of ${BUSY_TRACKS} tracks: ${Math.round(frames / seconds)} frames/s judged twice, ${judged}; raw ${(raw / HOURS / 1e6).toFixed(2)} MB/h, store ${(storing / HOURS).toFixed(0)} ms/h\n`)
  return [
    bar({ name: 'replay of 24 h of a busy camera', value: seconds, unit: 's', must: 60, aim: 15 }),
    bar({ name: 'replay: CPU of one step of the store, P99', value: steps[Math.floor(steps.length * 0.99)] ?? null, unit: 'ms', must: 20, aim: 10 }),
    bar({ name: 'track log of a busy camera, on disk', value: packed / HOURS / 1e6, unit: 'MB/h', must: 5, aim: 2.5 }),
    bar({ name: 'track log: main per frame of five tracks', value: (writing / frames) * 1000, unit: 'µs', must: 50, aim: 10 }),
  ]
}
