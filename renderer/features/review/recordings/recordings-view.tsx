import { Video } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import './recordings.css'
import { cameraName } from '../../../stores/cameras.ts'
import { useLink } from '../../../stores/link.ts'
import { useRoute } from '../../../stores/route.ts'
import { useCameraList } from '../../../stores/use-camera-list.ts'
import { engine } from '../../../transport/engine.ts'
import { Empty } from '../../../ui/kit/empty.tsx'
import { nextRecorded } from '../../../ui/timeline/span.ts'
import { Timeline } from '../../../ui/timeline/timeline.tsx'
import { createTimelineStore, setCursor, type TimelineStore } from '../../../ui/timeline/timeline-store.ts'
import { ExportPanel } from '../export-panel.tsx'
import { openRecordings } from '../review-address.ts'
import { useReviewSettings } from '../review-settings.ts'
import { conduct, goToMoment, setPlaying } from './conductor.ts'
import { FootageCell } from './footage-cell.tsx'
import { recordingsOf, withCamera } from './recordings-address.ts'
import { RecordingsBar } from './recordings-bar.tsx'
import { RangeWords } from './range-words.tsx'
import { closeSession, useSession } from './session.ts'
import { Transport } from './transport-bar.tsx'
import { useRange } from './use-range.ts'
import { useRecordingsKeys } from './use-recordings-keys.ts'

const HOUR_MS = 3_600_000
const BEHIND_MS = 4_000

/** What was recorded, of up to four cameras at one moment, over one timeline. */
export function RecordingsView() {
  const all = useCameraList()
  const open = useLink((link) => link.state.at === 'open')
  const lanes = useReviewSettings((state) => state.lanes)
  const query = useRoute((state) => state.route.query)
  const wanted = useMemo(() => recordingsOf(query, (all ?? []).map(({ id }) => id)), [query, all])
  const cameras = useMemo(() => (wanted.cameras.length > 0 ? wanted.cameras : (all ?? []).slice(0, 1).map(({ id }) => id)), [wanted.cameras, all])
  const [store] = useState(() => createTimelineStore(Date.now(), HOUR_MS))
  const [exporting, setExporting] = useState(false)
  const range = useRange(store)
  const key = cameras.join(',')

  useEffect(() => {
    const stop = conduct((atMs) => nextOf(store, atMs))
    return () => {
      stop()
      closeSession()
    }
  }, [store])
  useEffect(() => useSession.subscribe(({ atMs }) => setCursor(store, atMs, { nowMs: Date.now(), follow: useSession.getState().playing })), [store])
  const { atMs } = wanted
  useEffect(() => {
    if (!open || key === '') return
    const ids = key.split(',')
    let stale = false
    void firstMoment(ids, atMs).then((moment) => {
      if (stale) return
      setCursor(store, moment, { nowMs: Date.now() })
      goToMoment(moment, ids)
      setPlaying(true)
    })
    return () => { stale = true }
    // Where it stands is written into the address as one goes; only other cameras begin anew.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [open, key, store])

  const seek = (wantedMs: number, camera: string | null): void => {
    // At now itself there is nothing to play yet.
    const ms = Math.min(wantedMs, Date.now() - BEHIND_MS)
    const next = camera !== null && !cameras.includes(camera) ? withCamera(cameras, camera) : cameras
    openRecordings(next, ms, { replace: true })
    if (next === cameras) goToMoment(ms)
  }
  const choose = (id: string): void => openRecordings(withCamera(cameras, id), useSession.getState().atMs, { replace: true })
  useRecordingsKeys({ store, cameras, onSeek: (ms) => seek(ms, null), onExport: () => (range ? setExporting((now) => !now) : false), exporting, onClose: () => setExporting(false) })

  if (all?.length === 0) return <Empty icon={<Video />} title="No cameras yet">What they record will be found here.</Empty>
  const shownLanes = (all ?? []).filter(({ id }) => lanes === 'all' || cameras.includes(id)).map((camera) => ({ id: camera.id, name: cameraName(camera) }))
  return (
    <div className="recordings" data-testid="recordings">
      <RecordingsBar cameras={cameras} onCamera={choose} onSeek={(ms) => seek(ms, null)} />
      <div className={`footage-grid footage-grid-${cameras.length}`}>
        {cameras.map((id) => <FootageCell key={id} camera={id} />)}
      </div>
      <Transport store={store} cameras={cameras} onSeek={(ms) => seek(ms, null)} onExport={() => setExporting(!exporting)} exporting={exporting} />
      {exporting && range && (
        <div className="recordings-export"><ExportPanel
          sources={cameras.map((camera) => ({ camera, from: new Date(range.fromMs).toISOString(), to: new Date(range.toMs).toISOString() }))}
          masked={(all ?? []).some(({ id, privacy, record }) => cameras.includes(id) && privacy.length > 0 && record.privacy === 'copy')} onDone={() => setExporting(false)}
        >
          <RangeWords range={range} cameras={cameras.length} />
        </ExportPanel></div>
      )}
      <div className="recordings-timeline">
        <Timeline store={store} cameras={shownLanes} laneHeight={lanes === 'all' ? 30 : cameras.length === 1 ? 72 : 48} playing={new Set(cameras)} onCamera={choose} onSeek={seek} label="Recordings" />
      </div>
    </div>
  )
}

/** Where the operator asked to begin: there, a little before the last event, or a minute ago. */
async function firstMoment(cameras: readonly string[], askedMs: number | null): Promise<number> {
  if (askedMs !== null) return askedMs
  const now = Date.now()
  try {
    const last = await engine().footage.neighbour({ cameras: [...cameras], at: new Date(now).toISOString(), direction: 'previous' })
    if (last) return last.startedMs - 5_000
  } catch {
    // The timeline says what is wrong.
  }
  return now - 60_000
}

function nextOf(store: TimelineStore, atMs: number): number | null {
  const { data } = store.getState()
  const found = useSession.getState().cameras.flatMap((id) => nextRecorded(data[id]?.spans ?? [], atMs) ?? [])
  return found.length === 0 ? null : Math.min(...found)
}
