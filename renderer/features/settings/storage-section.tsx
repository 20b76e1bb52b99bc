import { CalendarX, CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import './storage-section.css'
import type { StorageStatus } from '../../../common/contracts/storage.ts'
import { nameOfCamera, useCameras } from '../../stores/cameras.ts'
import { hrefOf } from '../../stores/route.ts'
import { useStorage } from '../../stores/storage.ts'
import { engine } from '../../transport/engine.ts'
import { isUnknownToEngine } from '../../transport/error-text.ts'
import { dateOfDay } from '../../ui/calendar/days.ts'
import { bytes, dayOf, exactTime, whenWords } from '../../ui/format.ts'
import { forecastWords, reachWords, STATE_WORDS } from '../../ui/storage-words.ts'

const ICONS = { ok: CircleCheck, low: TriangleAlert, full: CircleAlert, 'read-only': CircleAlert }
const TONES = { ok: 'tone-live', low: 'tone-warn', full: 'tone-alert', 'read-only': 'tone-alert' }

/** What recordings take, how far they reach, and what is deleted next. */
export function StorageSection() {
  const status = useStorage((state) => state.status)
  const [silent, setSilent] = useState(false)
  useEffect(() => keepLooking(() => setSilent(true)), [])
  useCameras((state) => state.list)
  if (!status) return <p className="muted" data-testid="storage-unknown">{silent ? 'This engine does not tell what recordings take. A newer one does.' : 'The engine has not said yet what recordings take.'}</p>
  const Icon = ICONS[status.state]
  return (
    <div className="storage" data-testid="storage">
      <p className="storage-state" data-testid="storage-state"><Icon aria-hidden className={TONES[status.state]} /><span><strong>{STATE_WORDS[status.state]}</strong> {forecastWords(status)}</span></p>
      <Usage status={status} />
      <Next status={status} />
      <h3 className="settings-sub">By camera</h3>
      <PerCamera status={status} />
      <p className="muted settings-text">How long recordings are kept, and in how much space, stands in <code>storage.retention</code> of vigil.yml for all cameras; each camera's page has its own under Recording. Pinned events are never deleted.</p>
    </div>
  )
}

const LOOK_EVERY_MS = 10_000

/** Whoever opens this wants to know how it is now. Returns the stop. */
function keepLooking(onSilent: () => void): () => void {
  const look = async (): Promise<void> => {
    try {
      const status = await engine().storage.look()
      useStorage.setState({ status })
    } catch (error) {
      // One that cannot be asked may still say it every half minute by itself.
      if (isUnknownToEngine(error)) onSilent()
    }
  }
  void look()
  const timer = setInterval(() => void look(), LOOK_EVERY_MS)
  return () => clearInterval(timer)
}

function Usage({ status }: { readonly status: StorageStatus }) {
  const { usedBytes, pinnedBytes, maxBytes, freeBytes, minFreeBytes, oldestMs } = status
  const share = (part: number): string => `${Math.min(100, (part / Math.max(1, maxBytes)) * 100)}%`
  return (
    <div>
      <div className="storage-bar" role="img" aria-label={`${bytes(usedBytes)} of ${bytes(maxBytes)} are used, ${bytes(pinnedBytes)} of it pinned`}>
        <span className="storage-pinned" style={{ width: share(pinnedBytes) }} />
        <span className="storage-used" style={{ width: share(Math.max(0, usedBytes - pinnedBytes)) }} />
      </div>
      <dl className="storage-figures">
        <Figure name="Used" value={bytes(usedBytes)} detail={`of ${bytes(maxBytes)}`} />
        <Figure name="Pinned" value={bytes(pinnedBytes)} detail="never deleted" />
        <Figure name="Free on the disk" value={bytes(freeBytes)} detail={minFreeBytes > 0 ? `${bytes(minFreeBytes)} stay free` : 'all of it may be used'} />
        <Figure name="Oldest" value={oldestMs === null ? '–' : dayOf(oldestMs)} detail={oldestMs === null ? 'nothing yet' : whenWords(oldestMs).split(' ').at(-1) ?? ''} />
      </dl>
    </div>
  )
}

function Figure({ name, value, detail }: { readonly name: string; readonly value: string; readonly detail: string }) {
  return <div className="storage-figure"><dt className="muted">{name}</dt><dd><strong>{value}</strong> <span className="muted">{detail}</span></dd></div>
}

function Next({ status: { next } }: { readonly status: StorageStatus }) {
  return (
    <p className="storage-next" data-testid="storage-next">
      <CalendarX aria-hidden />
      {next
        ? <span>Deleted next: {nameOfCamera(next.camera)}, {dayOf(dateOfDay(next.day).getTime())} ({bytes(next.bytes)}), <time title={exactTime(next.atMs)}>{whenWords(next.atMs)}</time>.</span>
        : <span>Nothing is due to be deleted.</span>}
    </p>
  )
}

function PerCamera({ status: { cameras } }: { readonly status: StorageStatus }) {
  const stored = cameras.filter((camera) => camera.bytes > 0)
  const most = Math.max(1, ...stored.map((camera) => camera.bytes))
  const empty = cameras.length - stored.length
  return (
    <ol className="storage-cameras">
      {stored.toSorted((a, b) => b.bytes - a.bytes).map((camera) => (
        <li key={camera.id} className="storage-camera">
          <a className="clip-text" href={hrefOf('cameras', camera.id, 'recording')} title={nameOfCamera(camera.id)}>{nameOfCamera(camera.id)}</a>
          <span className="storage-camera-bar" aria-hidden><span style={{ width: `${(camera.bytes / most) * 100}%` }} /></span>
          <span className="storage-number">{bytes(camera.bytes)}</span>
          <span className="storage-number muted">{camera.bytesPerDay === null ? '–' : `${bytes(camera.bytesPerDay)} a day`}</span>
          <span className="storage-number muted" title={camera.oldestMs === null ? undefined : exactTime(camera.oldestMs)}>{camera.reachDays === null ? 'reach not known' : `reaches ${reachWords(camera.reachDays)}`}</span>
        </li>
      ))}
      {empty > 0 && <li className="storage-camera storage-none muted">{stored.length === 0 ? 'Nothing is stored yet.' : `${empty === 1 ? 'One more camera has' : `${empty} more cameras have`} nothing stored.`}</li>}
    </ol>
  )
}
