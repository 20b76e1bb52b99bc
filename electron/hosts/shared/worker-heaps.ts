import type { WorkerName } from '../../ports/worker-host.ts'

/**
 * V8's bounds per process. Young generations sized for frames that live a moment: fewer, cheaper collections. The old one's bound also says how far
 * V8 lets it grow before it collects: by 1.4 under 512 MB, which for media's 11 MB was a major collection every 25 s, by 1.6 under 1024 MB.
 */
export const WORKER_HEAPS: Readonly<Record<WorkerName, readonly string[]>> = {
  media: ['--max-old-space-size=1024', '--max-semi-space-size=8'],
  store: ['--max-old-space-size=256'],
  check: ['--max-old-space-size=512'],
}
