import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type RunningEngine, startEngine } from '../engine.ts'
import { type Disk, type DiskLog, diskLog } from './disk-log.ts'
import { traceStore } from './strace.ts'
import { type Testimony, witness } from './witness.ts'

/** What was told during a recording, and everything its store did to the disk. */
export interface Recording {
  readonly told: Testimony
  readonly log: DiskLog
}

/** Records for a while into `data`, on what is there already, and stops as somebody stops it. `meanwhile` looks at the engine at the end. */
export async function record({ config, data, found, seconds, cameras, folder }: {
  config: object; data: string; found: Disk; seconds: number; cameras: readonly string[]; folder: string
}, meanwhile: (engine: RunningEngine) => Promise<void> = async () => undefined): Promise<Recording> {
  const traces = join(folder, `trace-${seconds}-${found.size}`)
  mkdirSync(traces)
  const trace = traceStore(traces)
  const engine = await startEngine({ config, data, env: trace.env })
  let told: Testimony
  try {
    const seen = await witness(engine, cameras)
    told = seen.testimony
    const untilMs = performance.now() + seconds * 1_000
    await engine.until('the recording', () => performance.now() >= untilMs, seconds * 1_000 + 5_000)
    await meanwhile(engine)
    await seen.stop()
  } finally {
    await engine.stop()
  }
  return { told, log: diskLog(await trace.read(), data, found) }
}

/** What was told before a cut is as true in all that comes after it; what was still on its way then is nobody's promise. */
export function afterwards(before: Testimony, atMs: number, then: Testimony): Testimony {
  const always = { atMs: -Infinity }
  const events = [...before.events].filter(([id, event]) => event.promisedAtMs <= atMs && (before.deletions.get(id)?.askedMs ?? Infinity) > atMs)
  return {
    events: new Map([...then.events, ...events.map(([id, event]) => [id, { ...event, ...always, promisedAtMs: -Infinity }] as const)]),
    recorded: [...before.recorded.filter((span) => span.atMs <= atMs && ![...before.deletions.values()].some(({ camera, atMs: doneMs }) => camera === span.camera && doneMs >= span.askedMs)).map((span) => ({ ...span, ...always })), ...then.recorded],
    notes: [...before.notes.filter((note) => note.atMs <= atMs && !before.deletions.has(note.id)).map((note) => ({ ...note, ...always })), ...then.notes],
    deletions: new Map([...then.deletions, ...[...before.deletions].filter(([, done]) => done.atMs <= atMs).map(([id, done]) => [id, { ...done, ...always, askedMs: -Infinity }] as const)]),
  }
}
