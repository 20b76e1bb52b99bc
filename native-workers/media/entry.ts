import { openParentLink } from '../parent-link.ts'
import { startProcessStats } from '../process-stats.ts'
import type { MediaCommand, MediaReport } from '../../common/wire/media-messages.ts'
import { MediaEngine } from './media-engine.ts'

const STATS_EVERY_MS = 1000

const link = openParentLink()
const processStats = startProcessStats({ name: 'media' })
const engine = new MediaEngine({
  threadEntry: new URL(import.meta.url.endsWith('.ts') ? '../infer/thread.ts' : './infer.js', import.meta.url),
  processStats,
  post: (report: MediaReport) => link.post(report),
})
link.onMessage((message, handle) => engine.handle(message as MediaCommand, handle))
// Nobody left to report to.
link.onDisconnect(() => {
  engine.orphaned()
  process.exit(0)
})
setInterval(() => engine.publishStats(), STATS_EVERY_MS).unref()
// A terminal or a service manager signals the whole group; main decides when this process stops.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)
link.post({ type: 'ready', pid: process.pid })
