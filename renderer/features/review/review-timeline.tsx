import { ChevronDown, ChevronUp, Expand, Layers } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import './review-timeline.css'
import { cameraName } from '../../stores/cameras.ts'
import { useCameraList } from '../../stores/use-camera-list.ts'
import { IconButton } from '../../ui/kit/button.tsx'
import { around, lengthOf } from '../../ui/timeline/span.ts'
import { Timeline } from '../../ui/timeline/timeline.tsx'
import { createTimelineStore, isInView, setCursor } from '../../ui/timeline/timeline-store.ts'
import { useOpenClip } from './open-clip.ts'
import { useOpenEvent } from './open-event.ts'
import { openEvent, openRecordings, swapEvent } from './review-address.ts'
import { useReviewSettings } from './review-settings.ts'

const BEGIN_MS = 6 * 3_600_000
const EVENT_MS = 20 * 60_000
/** Nearer than this an event can be told from its neighbours. */
const CLOSE_MS = 90 * 60_000

/** What was recorded around the open event, or of all cameras while none is open. */
export function ReviewTimeline() {
  const chosen = useOpenEvent((state) => state.event)
  const shown = useReviewSettings((state) => state.timeline)
  const lanes = useReviewSettings((state) => state.lanes)
  const all = useCameraList() ?? []
  const [store] = useState(() => createTimelineStore(Date.now(), BEGIN_MS))
  const camera = chosen?.camera ?? null
  const startedMs = chosen ? Date.parse(chosen.startedAt) : null
  const cameras = all.filter(({ id }) => camera === null || lanes === 'all' || id === camera).map((one) => ({ id: one.id, name: cameraName(one) }))
  const playing = useMemo(() => new Set(camera === null ? [] : [camera]), [camera])

  useEffect(() => {
    store.setState(({ span }) => {
      if (startedMs === null) return { cursorMs: null }
      const inView = startedMs > span.fromMs && startedMs < span.toMs && lengthOf(span) <= CLOSE_MS
      return { cursorMs: startedMs, span: inView ? span : around(startedMs, EVENT_MS, Date.now()) }
    })
  }, [store, startedMs])

  // The clip's own moment is the timeline's; the page is turned for it, but not away from where somebody looks meanwhile.
  useEffect(() => useOpenClip.subscribe(({ atMs, reach }, before) => {
    if (atMs !== null && atMs !== before.atMs) setCursor(store, atMs, { nowMs: Date.now(), follow: isInView(store.getState()) })
    if (reach !== before.reach) store.setState({ framed: reach })
  }), [store])

  /** In the open clip the clip goes there, and stays itself while one drags beyond its ends; elsewhere it is a matter of Recordings. */
  const seek = (ms: number, lane: string | null, goesOn: boolean): void => {
    const { reach, seek: seekClip } = useOpenClip.getState()
    const inside = reach !== null && (goesOn || (ms >= reach.fromMs && ms <= reach.toMs))
    if (inside && seekClip && (lane === null || lane === camera)) return seekClip(ms)
    openRecordings([lane ?? camera ?? cameras[0]?.id ?? ''].filter(Boolean), ms)
  }

  const toggle = (
    <IconButton label={shown ? 'Hide the timeline' : 'Show the timeline'} keys="M" side="top" onClick={() => useReviewSettings.setState({ timeline: !shown })} data-testid="toggle-timeline">
      {shown ? <ChevronDown aria-hidden /> : <ChevronUp aria-hidden />}
    </IconButton>
  )
  if (!shown) return <div className="review-timeline review-timeline-closed"><span className="muted">Timeline</span>{toggle}</div>
  return (
    <div className="review-timeline">
      <Timeline
        store={store} cameras={cameras} laneHeight={cameras.length === 1 ? 44 : 24} playing={playing} label="What was recorded"
        onSeek={seek}
        onEvent={(id, ms) => (id === chosen?.id ? seek(ms, camera, false) : chosen ? swapEvent(id) : openEvent(id))}
      />
      <div className="review-timeline-tools">
        {camera !== null && <IconButton label={lanes === 'all' ? 'Only this camera' : 'All cameras'} side="left" pressed={lanes === 'all'} onClick={() => useReviewSettings.setState({ lanes: lanes === 'all' ? 'own' : 'all' })}><Layers aria-hidden /></IconButton>}
        {camera !== null && <IconButton label="Open in Recordings" keys="3" side="left" onClick={() => openRecordings([camera], startedMs)} data-testid="open-recordings"><Expand aria-hidden /></IconButton>}
        {toggle}
      </div>
    </div>
  )
}
