import type { FrameResult, TrackState } from '../common/frame-result.ts'
import { clampBox } from '../common/geometry/box.ts'
import { grained, grainedBox } from '../common/grain.ts'
import type { CameraId } from '../common/ids.ts'
import { aResult, aTrack } from './events.ts'
import { seededRandom } from './random.ts'

const WALKERS = 4
const VISIT_FRAMES = 600
export const BUSY_TRACKS = WALKERS + 1

/**
 * Frames of a camera that is never empty, ten a second, the same every time: four people, each there for a minute and found every second frame, and a
 * car that is parked. `startMs`: wall clock of the first.
 */
export function busyCamera({ camera, startMs }: { camera: string; startMs: number }): () => FrameResult {
  const random = seededRandom(7)
  let sequence = 0
  let ids = 1
  const car = aTrack({ trackId: ids, label: 'car', stationary: true, box: grainedBox([0.7, 0.5, 0.2, 0.15]), score: grained(0.83), startPtsMs: 0 })
  const walkers = Array.from({ length: WALKERS }, (_, n) => ({ left: Math.round(((n + 1) * VISIT_FRAMES) / WALKERS), track: aTrack({ trackId: ++ids }), x: 0.1, y: 0.3, dx: 0.001, dy: 0, h: 0.4 }))
  return () => {
    const inferred = sequence % 2 === 0
    const ptsMs = sequence * 100 + Math.round(random() * 3_000) / 1000
    const ended: number[] = []
    const born: number[] = []
    for (const walker of walkers) {
      walker.left -= 1
      if (walker.left > 0) continue
      ended.push(walker.track.trackId)
      Object.assign(walker, { left: VISIT_FRAMES, track: aTrack({ trackId: ++ids, startPtsMs: ptsMs }), x: random() * 0.8, y: random() * 0.5, dx: (random() - 0.5) * 0.004, dy: (random() - 0.5) * 0.002, h: 0.2 + random() * 0.3 })
      born.push(ids)
    }
    const tracks = walkers.map((walker): TrackState => {
      walker.x = Math.min(0.85, Math.max(0, walker.x + walker.dx))
      walker.y = Math.min(0.6, Math.max(0, walker.y + walker.dy))
      const noise = (): number => (inferred ? (random() - 0.5) * 0.01 : 0)
      walker.track = { ...walker.track, predicted: !inferred, score: inferred ? grained(0.6 + random() * 0.35) : walker.track.score, box: grainedBox(clampBox([walker.x + noise(), walker.y + noise(), walker.h / 3 + noise(), walker.h + noise()])) }
      return walker.track
    })
    // A parked car's box breathes a little whenever it is looked at.
    const breath = (): number => (inferred ? (random() - 0.5) * 0.002 : 0)
    const parked = { ...car, predicted: !inferred, score: inferred ? grained(0.8 + random() * 0.05) : car.score, box: grainedBox([0.7 + breath(), 0.5 + breath(), 0.2 + breath(), 0.15 + breath()]) }
    const frame = aResult({
      cameraId: camera as CameraId, sequence, ptsMs, capturedAtMs: startMs + Math.round(ptsMs), outcome: inferred ? 'inferred' : 'sampled', tracks: [parked, ...tracks], endedTracks: ended,
      begunTracks: born.map((trackId) => ({ trackId, hits: 2, past: [[ptsMs - 200, grained(0.7)]] })),
    })
    sequence += 1
    return frame
  }
}
