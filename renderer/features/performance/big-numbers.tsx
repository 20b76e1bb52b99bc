import './big-numbers.css'
import type { CameraStats, Stats } from '../../../common/contracts/stats.ts'
import type { Sample } from '../../stores/stats-sample.ts'
import { duration, fps, percent } from '../../ui/format.ts'
import { Sparkline } from '../../ui/kit/sparkline.tsx'
import { pointOf } from './performance-store.ts'

interface BigNumbersProps {
  readonly stats: Stats
  readonly figures: Pick<CameraStats, 'recentOnTimeRatio' | 'stages' | 'recentDropRate' | 'fps' | 'inferFps'>
  readonly samples: readonly Sample[]
  readonly camera: string | null
  readonly deadlineMs: number | null
}

const TARGET = { onTime: 0.99, glassMs: 50, dropRate: 0.001 }

/** Four figures with what they should be and where they come from. */
export function BigNumbers({ stats, figures, samples, camera, deadlineMs }: BigNumbersProps) {
  const points = samples.map((sample) => pointOf(sample, camera))
  const glass = figures.stages['10s'].glass?.p99 ?? null
  const onTime = figures.recentOnTimeRatio
  return (
    <div className="bigs" data-testid="big-numbers">
      <Big name="On time" value={percent(onTime)} good={onTime === null ? null : onTime >= TARGET.onTime}
        target={`target ${percent(TARGET.onTime, 0)}${deadlineMs === null ? '' : `, deadline ${duration(deadlineMs)}`}`} values={points.map((point) => point?.onTime ?? null)} max={1} />
      <Big name="Glass P99" value={duration(glass)} good={glass === null ? null : glass <= TARGET.glassMs}
        target={glass === null ? 'nobody is watching' : `target ${duration(TARGET.glassMs)}, capture to paint`} values={points.map((point) => point?.glass?.p99 ?? null)} min={0} />
      <Big name="Drop rate" value={percent(figures.recentDropRate, 2)} good={figures.recentDropRate <= TARGET.dropRate}
        target={`target ${percent(TARGET.dropRate)} or less`} values={points.map((point) => point?.dropRate ?? null)} min={0} max={0.001} />
      <Big name="Captured" value={fps(figures.fps)} good={null}
        target={`${fps(figures.inferFps)} inferred, queue ${stats.infer.queueDepth}`} values={points.map((point) => point?.fps ?? null)} min={0} />
    </div>
  )
}

interface BigProps {
  readonly name: string
  readonly value: string
  /** null where there is no target to meet. */
  readonly good: boolean | null
  readonly target: string
  readonly values: readonly (number | null)[]
  readonly min?: number
  readonly max?: number
}

function Big({ name, value, good, target, values, min, max }: BigProps) {
  return (
    <section className="big" aria-label={name}>
      <h2>{name}</h2>
      <p className={`big-value ${good === false ? 'tone-warn' : ''}`}>{value}</p>
      <p className="big-target">{good !== null && <span className={`dot ${good ? 'dot-live' : 'dot-warn'}`} role="img" aria-label={good ? 'target met' : 'target missed'} />}{target}</p>
      <Sparkline values={values} label={`${name}, trend`} {...(min !== undefined && { min })} {...(max !== undefined && { max: Math.max(max, ...values.map((one) => one ?? 0)) })} />
    </section>
  )
}
