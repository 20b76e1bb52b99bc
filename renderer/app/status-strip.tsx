import { Search } from 'lucide-react'
import './status-strip.css'
import { useCameras } from '../stores/cameras.ts'
import { useEvents } from '../stores/events.ts'
import { useLink } from '../stores/link.ts'
import { hrefOf, type Screen } from '../stores/route.ts'
import { useStorage } from '../stores/storage.ts'
import { useStats } from '../stores/stats.ts'
import { bytes, duration, percent } from '../ui/format.ts'
import { Kbd } from '../ui/kit/kbd.tsx'
import { Concerns } from './concerns.tsx'
import { ExportJobs } from './export-jobs.tsx'
import { SCREEN_NAMES } from './rail.tsx'
import { diskFigure } from '../ui/storage-words.ts'
import { StripFigure } from './strip-figure.tsx'

/** The conscience: a few figures that each lead to their screen, and in words what is wrong. */
export function StatusStrip({ screen, onFind }: { readonly screen: Screen; readonly onFind: () => void }) {
  const reachable = useLink((link) => link.state.at === 'open')
  return (
    <header className={`strip ${reachable ? '' : 'strip-stale'}`}>
      <h1 className="strip-title">{SCREEN_NAMES[screen]}</h1>
      <Concerns />
      <span className="grow" />
      <LiveCount />
      <OnTime />
      <Glass />
      <Disk />
      <Unreviewed />
      <ExportJobs />
      <button type="button" className="strip-find" onClick={onFind} data-testid="open-palette">
        <Search aria-hidden />
        <span className="strip-find-word">Find</span>
        <Kbd k="mod+k" />
      </button>
    </header>
  )
}

function LiveCount() {
  const live = useCameras((state) => Object.values(state.status).filter((status) => status.state === 'live').length)
  const total = useCameras((state) => Object.values(state.status).filter((status) => status.enabled).length)
  const tone = total === 0 ? undefined : live === total ? 'live' : live === 0 ? 'alert' : 'warn'
  return <StripFigure href={hrefOf('cameras')} name="live" value={`${live}/${total}`} tone={tone} dot tip="Cameras that are live, of those switched on" testId="strip-live" />
}

function OnTime() {
  const ratio = useStats((state) => state.latest?.all.recentOnTimeRatio ?? null)
  const tone = ratio !== null && ratio < 0.95 ? 'warn' : undefined
  return <StripFigure href={hrefOf('performance')} name="on time" first value={percent(ratio)} tone={tone} tip="Frames that met their deadline, last 10 s" testId="strip-on-time" />
}

function Glass() {
  const p99 = useStats((state) => state.latest?.all.stages['10s'].glass?.p99 ?? null)
  return <StripFigure href={hrefOf('performance')} name="glass P99" first value={duration(p99)} tip="From capture to paint, 99 of 100 frames, last 10 s" testId="strip-glass" />
}

/** How far recordings reach, or what is wrong with the disk in a word. */
function Disk() {
  const status = useStorage((state) => state.status)
  const free = useStats((state) => state.latest?.storage.freeBytes ?? null)
  if (status) return <StripFigure href={hrefOf('settings', 'storage')} {...diskFigure(status)} testId="strip-disk" />
  return <StripFigure href={hrefOf('settings', 'storage')} name="free" value={free === null ? '–' : bytes(free)} wide tip="Space left for clips" testId="strip-disk" />
}

function Unreviewed() {
  const waiting = useEvents((state) => state.recent.filter((event) => !event.reviewed).length)
  const full = useEvents((state) => state.recent.length >= 60)
  return <StripFigure href={hrefOf('review')} name="to review" value={waiting >= 60 && full ? '60+' : String(waiting)} tip="Newest events nobody has reviewed" testId="strip-review" />
}
