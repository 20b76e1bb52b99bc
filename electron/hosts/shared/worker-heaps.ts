import type { WorkerName } from '../../ports/worker-host.ts'

/** V8's bounds per process. Young generations sized for frames that live a moment: fewer, cheaper collections. */
export const WORKER_HEAPS: Readonly<Record<WorkerName, readonly string[]>> = {
  media: ['--max-old-space-size=512', '--max-semi-space-size=4'],
  store: ['--max-old-space-size=256'],
  check: ['--max-old-space-size=512'],
}
