import { useMemo } from 'react'
import { useStore } from 'zustand'
import './score-chart.css'
import type { PlayerStore } from '../../ui/player/player-store.ts'
import { scorePath } from './score-path.ts'

interface ScoreChartProps {
  readonly scores: readonly { readonly seconds: number; readonly score: number }[]
  readonly store: PlayerStore
  readonly offset: number
  readonly total: number | null
  readonly colour: string
}

/** How sure the detector was of the object, hit by hit, on the scrubber's own time. */
export function ScoreChart({ scores, store, offset, total, colour }: ScoreChartProps) {
  const own = useStore(store, (state) => state.duration)
  const duration = total ?? own
  const path = useMemo(() => scorePath(scores, duration), [scores, duration])
  if (scores.length < 2) return null
  const all = scores.map(({ score }) => score)
  const [low, high] = [Math.min(...all), Math.max(...all)]
  return (
    <div className="scores" title={`Scores of ${scores.length} hits, from ${low.toFixed(2)} to ${high.toFixed(2)}`}>
      <svg viewBox="0 0 1000 100" preserveAspectRatio="none" role="img" aria-label={`Scores of ${scores.length} hits, from ${low.toFixed(2)} to ${high.toFixed(2)}`}>
        <line x1="0" x2="1000" y1="50" y2="50" className="scores-half" />
        <path d={path} stroke={colour} />
      </svg>
      <ScoreNow scores={scores} store={store} offset={offset} duration={duration} />
    </div>
  )
}

function ScoreNow({ scores, store, offset, duration }: Pick<ScoreChartProps, 'scores' | 'store' | 'offset'> & { readonly duration: number }) {
  const seconds = useStore(store, (state) => state.seconds) + offset
  const now = scores.findLast((one) => one.seconds <= seconds + 0.01)
  return (
    <>
      <span className="scores-now" style={{ left: `${Math.min(100, (seconds / Math.max(duration, 0.01)) * 100)}%` }} aria-hidden />
      <span className="scores-figure muted">score {now ? now.score.toFixed(2) : '–'}</span>
    </>
  )
}
