import { CircleAlert, CircleCheck, Download, X } from 'lucide-react'
import './export-jobs.css'
import type { ExportJob } from '../../common/contracts/exports.ts'
import { fetchExport, isGoing, removeExport, useExports } from '../stores/exports.ts'
import { bytes, percent } from '../ui/format.ts'
import { IconButton } from '../ui/kit/button.tsx'
import { Popover } from '../ui/kit/popover.tsx'

/** Files being made, and those made in this run; nothing while there are none. */
export function ExportJobs() {
  const jobs = useExports((state) => state.jobs)
  const open = useExports((state) => state.open)
  const going = jobs.filter(isGoing)
  if (jobs.length === 0) return null
  const done = going.reduce((sum, { progress }) => sum + progress, 0) / Math.max(1, going.length)
  return (
    <Popover
      label="Exports" align="end" open={open} onOpenChange={(next) => useExports.setState({ open: next })} testId="export-jobs"
      trigger={(
        <button type="button" className="strip-figure" title={going.length > 0 ? 'Exports being made' : 'Exports of this run'} data-testid="strip-exports">
          <Download aria-hidden className={going.length > 0 ? 'jobs-icon tone-live' : 'jobs-icon'} />{going.length > 0 ? <><span className="strip-name">{going.length === 1 ? 'export' : `${going.length} exports`}</span><span className="strip-value">{percent(done, 0)}</span></> : <span className="strip-name">{jobs.length === 1 ? 'export' : `${jobs.length} exports`}</span>}
        </button>
      )}
    >
      <div className="jobs">
        <h2>Exports</h2>
        <ol>{jobs.toSorted((a, b) => b.createdAtMs - a.createdAtMs).map((job) => <Job key={job.id} job={job} />)}</ol>
      </div>
    </Popover>
  )
}

function wordsOf(job: ExportJob): string {
  switch (job.state) {
    case 'waiting': return 'waiting for its turn'
    case 'running': return `${percent(job.progress, 0)}${job.bytes > 0 ? ` · ${bytes(job.bytes)}` : ''}`
    case 'done': return bytes(job.bytes)
    case 'failed': return job.reason ?? 'failed'
    case 'cancelled': return 'cancelled'
  }
}

function Job({ job }: { readonly job: ExportJob }) {
  const going = isGoing(job)
  return (
    <li className="job" data-testid={`job-${job.id}`} data-state={job.state}>
      <span className="job-words">
        <span className="clip-text" title={job.name}>{job.name}</span>
        <span className={job.state === 'failed' ? 'job-state tone-alert' : 'job-state muted'}>
          {job.state === 'done' && <CircleCheck aria-hidden className="tone-live" />}{job.state === 'failed' && <CircleAlert aria-hidden />}{wordsOf(job)}
        </span>
        {going && <progress className="job-progress" max={1} value={job.state === 'running' ? job.progress : 0} aria-label={`Progress of ${job.name}`} />}
      </span>
      {job.state === 'done' && <IconButton label={`Save ${job.name} once more`} onClick={() => fetchExport(job)}><Download aria-hidden /></IconButton>}
      <IconButton label={going ? `Cancel ${job.name}` : `Take ${job.name} off the list`} onClick={() => void removeExport(job.id)}><X aria-hidden /></IconButton>
    </li>
  )
}
