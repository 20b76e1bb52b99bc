import { useStats } from '../../stores/stats.ts'
import { useTiles } from '../../stores/tiles.ts'
import { clockTime, duration, exactTime, fps, percent } from '../../ui/format.ts'

const OLD_MS = 300

/** The painted frame's own clock, and its age once it is worth a word. */
export function TileClock({ cameraId }: { readonly cameraId: string }) {
  const second = useTiles((state) => {
    const at = state.facts[cameraId]?.capturedAtMs
    return at === null || at === undefined ? null : Math.floor(at / 1000)
  })
  // Tenths are enough: a figure that changes four times a second must stay readable.
  const ageMs = useTiles((state) => {
    const age = state.facts[cameraId]?.ageMs ?? 0
    return age > OLD_MS ? Math.round(age / 100) * 100 : null
  })
  if (second === null) return null
  return (
    <span className="tile-clock">
      {ageMs !== null && <span className="tile-age" data-testid={`age-${cameraId}`}>{ageMs < 10_000 ? `${(ageMs / 1000).toFixed(1)} s old` : `${duration(ageMs)} old`}</span>}
      <time title={exactTime(second * 1000)}>{clockTime(second * 1000)}</time>
    </span>
  )
}

/** Said all the time while it is so: fewer frames are looked at than the camera is set to. */
export function TileLimit({ cameraId }: { readonly cameraId: string }) {
  const limit = useStats((state) => {
    const found = state.latest?.cameras.find((camera) => camera.id === cameraId)?.inferLimit
    return found ? `${rate(found.fps)}\u202Ffps (was ${rate(found.wantedFps)})` : null
  })
  return limit === null ? null : <span className="tile-limit" data-testid={`limit-${cameraId}`}>{limit}<span className="tile-limit-why">, detector busy</span></span>
}

const rate = (perSecond: number): string => String(Math.round(perSecond * 10) / 10)

/** Frames painted a second, frames in all, losses: on hover, or always with `I`. */
export function TileFigures({ cameraId, always }: { readonly cameraId: string; readonly always: boolean }) {
  const painted = useTiles((state) => state.facts[cameraId]?.fps ?? 0)
  const dropRate = useStats((state) => state.latest?.cameras.find((camera) => camera.id === cameraId)?.recentDropRate ?? 0)
  const glass = useStats((state) => state.latest?.cameras.find((camera) => camera.id === cameraId)?.stages['10s'].glass?.p99 ?? null)
  return (
    <span className={`tile-figures ${always ? 'tile-figures-always' : ''}`}>
      <span>{fps(painted)}</span>
      {glass !== null && <span className="tile-optional">P99 {duration(glass)}</span>}
      <span className={dropRate > 0 ? 'tile-drops' : 'tile-optional'}>{dropRate > 0 ? `${percent(dropRate)} dropped` : 'no drops'}</span>
    </span>
  )
}
