import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import './timeline.css'
import { clockTime, dayOf } from '../format.ts'
import { KEY_LIST, type KeyAction } from '../keys/key-list.ts'
import { keyOf } from '../keys/key-of.ts'
import { Button } from '../kit/button.tsx'
import { eventAt } from './hit-test.ts'
import { loadTimeline } from './load-timeline.ts'
import { neighbourOf } from './neighbour.ts'
import { paintTimeline } from './paint-timeline.ts'
import { around, isRecorded, kept, lengthOf, moved, zoomed } from './span.ts'
import type { TimelineStore } from './timeline-store.ts'
import { useTimelinePointer } from './use-timeline-pointer.ts'

interface TimelineProps {
  readonly store: TimelineStore
  readonly cameras: readonly { readonly id: string; readonly name: string }[]
  readonly laneHeight?: number
  /** Cameras that play; pressing a name changes that. */
  readonly playing?: ReadonlySet<string>
  readonly onCamera?: (id: string) => void
  /** Somebody wants to see that moment; `camera` where a lane was pressed, `goesOn` while one drags or walks on from where one was. */
  readonly onSeek: (ms: number, camera: string | null, goesOn: boolean) => void
  /** An event was chosen, at this moment of it. */
  readonly onEvent?: (id: string, ms: number) => void
  readonly label: string
}

/** What was recorded and what happened, camera by camera, on one axis. */
export function Timeline({ store, cameras, laneHeight = 36, playing, onCamera, onSeek, onEvent, label }: TimelineProps) {
  const area = useRef<HTMLDivElement>(null)
  const axis = useRef<HTMLCanvasElement>(null)
  const lanes = useRef<HTMLCanvasElement>(null)
  const ids = cameras.map(({ id }) => id).join('\n')
  useEffect(() => store.setState({ cameras: ids === '' ? [] : ids.split('\n') }), [store, ids])
  useEffect(() => {
    if (!axis.current || !lanes.current) return
    const canvas = lanes.current
    const stops = [paintTimeline({ axis: axis.current, lanes: canvas, store, laneHeight }), loadTimeline(store, () => canvas.clientWidth)]
    return () => { for (const stop of stops) stop() }
  }, [store, laneHeight])

  const jump = async (direction: 'next' | 'previous', fromMs: number): Promise<void> => {
    const found = await neighbourOf(cameras.map(({ id }) => id), fromMs, direction)
    if (!found) return
    store.setState(({ span }) => (found.startedMs < span.fromMs || found.startedMs > span.toMs ? { span: around(found.startedMs, lengthOf(span), Date.now()) } : {}))
    if (onEvent) onEvent(found.id, found.startedMs)
    else onSeek(found.startedMs, found.camera, false)
  }
  useTimelinePointer({
    area, lanes, store, laneHeight,
    onScrub: (ms, goesOn) => onSeek(Math.min(ms, Date.now()), null, goesOn),
    onPress: ({ ms, lane, x, width }) => {
      const camera = cameras[lane]
      const { data, span } = store.getState()
      const event = camera && eventAt(data[camera.id]?.events ?? [], { span, width, x, nowMs: Date.now() })
      if (event && onEvent) onEvent(event.id, ms)
      else onSeek(Math.min(event?.startedMs ?? ms, Date.now()), camera?.id ?? null, false)
    },
    onDouble: ({ ms }) => void jump('next', ms),
  })

  const here = (): number => store.getState().cursorMs ?? (store.getState().span.fromMs + store.getState().span.toMs) / 2
  const step = (by: number) => (): void => onSeek(Math.min(Date.now(), here() + (by * lengthOf(store.getState().span)) / 100), null, true)
  const zoom = (factor: number) => (): void => store.setState(({ span }) => ({ span: zoomed(span, factor, here(), Date.now()) }))
  const page = (by: number) => (): void => store.setState(({ span }) => ({ span: moved(span, by * lengthOf(span) * 0.8, Date.now()) }))
  const actions: Record<KeyAction<'timeline'>, () => void> = {
    back: step(-1), on: step(1), zoomIn: zoom(1.5), zoomOut: zoom(1 / 1.5), pageBack: page(-1), pageOn: page(1),
    nextEvent: () => void jump('next', here()), previousEvent: () => void jump('previous', here()),
    now: () => store.setState(({ span }) => ({ span: kept({ fromMs: Date.now() - lengthOf(span) * 0.95, toMs: Date.now() + lengthOf(span) * 0.05 }, Date.now()) })),
  }
  const onKey = (event: KeyboardEvent): void => {
    const pressed = keyOf(event)
    const found = (Object.keys(actions) as KeyAction<'timeline'>[]).find((name) => (KEY_LIST.timeline[name].keys as readonly string[]).includes(pressed))
    if (!found) return
    event.preventDefault()
    event.stopPropagation()
    actions[found]()
  }

  return (
    <div className="timeline">
      <div className="timeline-names">
        <div className="timeline-corner"><SpanWords store={store} /></div>
        {cameras.map(({ id, name }) => (
          <div key={id} className="timeline-name" style={{ height: laneHeight }}>
            {onCamera
              ? <button type="button" className="timeline-camera clip-text" aria-pressed={playing?.has(id) ?? false} title={name} onClick={() => onCamera(id)} data-testid={`lane-${id}`}>{name}</button>
              : <span className="clip-text" title={name}>{name}</span>}
          </div>
        ))}
      </div>
      <Slider store={store} label={label} onKey={onKey}>
        <div ref={area} className="timeline-area">
          <canvas ref={axis} className="timeline-axis" data-testid="timeline-axis" aria-hidden />
          <canvas ref={lanes} className="timeline-lanes" style={{ height: cameras.length * laneHeight }} data-testid="timeline-lanes" aria-hidden />
        </div>
        <TimelineWord store={store} />
      </Slider>
    </div>
  )
}

interface SliderProps {
  readonly store: TimelineStore
  readonly label: string
  readonly onKey: (event: KeyboardEvent) => void
  readonly children: React.ReactNode
}

/** To a screen reader the timeline is a slider over wall-clock time. */
function Slider({ store, label, onKey, children }: SliderProps) {
  const second = useStore(store, ({ cursorMs, span }) => Math.round((cursorMs ?? (span.fromMs + span.toMs) / 2) / 1000))
  const [from, to] = [useStore(store, ({ span }) => Math.round(span.fromMs / 1000)), useStore(store, ({ span }) => Math.round(span.toMs / 1000))]
  const recorded = useStore(store, ({ data }) => Object.values(data).some(({ spans }) => isRecorded(spans, second * 1000)))
  return (
    <div
      className="timeline-slider" role="slider" tabIndex={0} aria-label={label} aria-valuemin={from} aria-valuemax={to} aria-valuenow={Math.min(to, Math.max(from, second))}
      aria-valuetext={`${dayOf(second * 1000)} ${clockTime(second * 1000)}, ${recorded ? 'recorded' : 'nothing recorded'}`} onKeyDown={onKey} data-testid="timeline"
    >
      {children}
    </div>
  )
}

/** What the axis does not say: which day that is. */
function SpanWords({ store }: { readonly store: TimelineStore }) {
  const text = useStore(store, ({ span }) => {
    const [from, to] = [dayOf(span.fromMs), dayOf(Math.min(span.toMs, Date.now()))]
    return from === to ? from : `${from} – ${to}`
  })
  return <span className="clip-text" title={text}>{text}</span>
}

/** Nothing to draw, for one of three reasons. */
function TimelineWord({ store }: { readonly store: TimelineStore }) {
  const [asked, ask] = useState(0)
  const problem = useStore(store, (state) => state.problem)
  const word = useStore(store, ({ data, span, known, loading, cameras }) => {
    if (cameras.length === 0) return 'No camera is chosen'
    if (loading && known === null) return 'Looking what was recorded'
    if (known === null || known.fromMs > span.fromMs || known.toMs < Math.min(span.toMs, Date.now())) return null
    const some = Object.values(data).some(({ spans, events, counts }) => spans.some(([from, to]) => to > span.fromMs && from < span.toMs) || events.some(({ startedMs }) => startedMs > span.fromMs && startedMs < span.toMs) || counts.length > 0)
    return some ? null : 'Nothing was recorded in this time'
  })
  useEffect(() => {
    if (asked > 0) store.setState(({ span }) => ({ problem: null, span: { ...span } }))
  }, [asked, store])
  if (problem !== null) return <span className="timeline-word timeline-problem" role="status">{problem}<Button onClick={() => ask(asked + 1)}>Try again</Button></span>
  return word === null ? null : <span className="timeline-word" role="status">{word}</span>
}
