import { create } from 'zustand'
import type { ExportJob, ExportRequest } from '../../common/contracts/exports.ts'
import { exportFileUrl } from '../transport/api-url.ts'
import { engine } from '../transport/engine.ts'
import { saveUrl } from '../ui/save-file.ts'
import { say, sayError } from './toasts.ts'

interface ExportsState {
  readonly jobs: readonly ExportJob[]
  /** The list of jobs is open. */
  readonly open: boolean
}

export const useExports = create<ExportsState>()(() => ({ jobs: [], open: false }))

/** Started from this page: their files come by themselves. */
const mine = new Set<string>()

export const isGoing = (job: ExportJob): boolean => job.state === 'waiting' || job.state === 'running'

export const showExports = (): void => useExports.setState({ open: true })

export const fetchExport = (job: ExportJob): void => saveUrl(exportFileUrl(job.id), job.name)

/** Takes the engine's list; a job of this page that came to its end is downloaded or said to have failed. */
export function takeExports(jobs: readonly ExportJob[]): void {
  useExports.setState({ jobs })
  for (const job of jobs) {
    if (isGoing(job) || !mine.delete(job.id)) continue
    if (job.state === 'done') {
      fetchExport(job)
      say({ text: `Saved ${job.name}`, tone: 'good' })
    }
    if (job.state === 'failed') say({ text: `${job.name} could not be made: ${job.reason ?? 'the engine did not say why'}`, tone: 'bad' })
  }
}

/** Resolves with whether the engine took them all. */
export async function startExports(requests: readonly ExportRequest[]): Promise<boolean> {
  try {
    for (const request of requests) {
      const job = await engine().exports.start(request)
      mine.add(job.id)
      // Its end may have been told before this answer came.
      takeExports([...useExports.getState().jobs.filter(({ id }) => id !== job.id), useExports.getState().jobs.find(({ id }) => id === job.id) ?? job])
    }
    say({ text: requests.length === 1 ? 'Exporting; the file comes when it is ready.' : `Exporting ${requests.length} clips; the files come as they are ready.`, action: { text: 'Show', run: showExports } })
    return true
  } catch (error) {
    sayError(error)
    return false
  }
}

export async function removeExport(id: string): Promise<void> {
  mine.delete(id)
  useExports.setState(({ jobs }) => ({ jobs: jobs.filter((job) => job.id !== id) }))
  try {
    await engine().exports.remove({ id })
  } catch (error) {
    sayError(error)
  }
}
