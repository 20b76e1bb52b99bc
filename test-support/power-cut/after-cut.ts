import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { EventQuery, type Event } from '../../common/contracts/event.ts'
import { parseMediaFile } from '../../common/footage/media-file.ts'
import type { StoreCalls } from '../../common/wire/store-messages.ts'
import { localStore } from '../open-store.ts'
import type { Testimony } from './witness.ts'
import type { TriggerFrame, TriggerReader } from './trigger-frame.ts'

export interface AfterCut {
  /** What is not as it was told. */
  readonly problems: string[]
  /** Events told before the cut whose trigger frame is there; and those told before it could be, which say so. */
  readonly whole: number
  readonly toldEarly: number
}

/** Spans are told to the millisecond, rows have parts of them. */
const ROUNDED_MS = 1
const DAY_MS = 86_400_000

/** Opens what a power cut left with the real store, and holds it against what was told before. `expected`: the trigger frames of a recording nobody cut. */
export async function judge(folder: string, { atMs, told, expected, readTrigger }: { atMs: number; told: Testimony; expected: ReadonlyMap<string, TriggerFrame>; readTrigger: TriggerReader }): Promise<AfterCut> {
  const problems: string[] = []
  const { store, calls, close } = localStore(folder, () => atMs + 60_000, ({ path, reason }) => problems.push(`${path} was moved aside: ${reason}`))
  let whole = 0
  let toldEarly = 0
  try {
    calls.recover()
    // Files no event is in are opened when somebody looks at them: also one that was only just being made.
    for (const { file } of calls.mediaFiles()) calls.footageSegments({ camera: parseMediaFile(file).camera ?? '', fromMs: atMs - DAY_MS, toMs: atMs + DAY_MS })
    const events = new Map(everyEvent(calls).map((event) => [event.id, event]))
    for (const [id, { atMs: heardMs, promisedAtMs, event: { camera } }] of told.events) {
      const deletion = told.deletions.get(id)
      if (heardMs > atMs || (deletion && deletion.askedMs <= atMs)) continue
      const event = events.get(id)
      const found = event ? await readTrigger(store, event) : { missing: 'it is not in the catalogue' }
      const right = expected.get(id)
      if ('md5' in found) whole += 1
      if ('md5' in found && (!right || ('md5' in right && right.md5 === found.md5))) continue
      const honest = !event || ((event.clip.state === 'partial' || event.clip.state === 'failed') && event.clip.reason !== undefined)
      if (promisedAtMs > atMs && honest) toldEarly += 1
      else problems.push(`${camera} ${id}, told ${Math.round(atMs - heardMs)} ms before: ${'missing' in found ? found.missing : 'another frame than the trigger'} (clip: ${JSON.stringify(event?.clip)})`)
    }
    problems.push(...whatPeopleDid(events, told, atMs), ...recordedSpans(calls, told, atMs), ...totals(calls, [...events.values()]))
    for (const event of events.values()) if (event.snapshot && calls.getSnapshot(event.id)?.[0] !== 0xff) problems.push(`${event.id}: its picture is not there`)
  } finally {
    close()
  }
  problems.push(...damage(folder))
  return { problems, whole, toldEarly }
}

export function everyEvent(calls: Pick<StoreCalls, 'listEvents'>): Event[] {
  const events: Event[] = []
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = calls.listEvents(EventQuery.parse({ limit: 500, ...(cursor !== undefined && { cursor }) }))
    events.push(...page.items)
    cursor = page.next
  }
  return events
}

function whatPeopleDid(events: ReadonlyMap<string, Event>, { notes, deletions }: Testimony, atMs: number): string[] {
  const lost = notes.filter(({ id, note, atMs: doneMs }) => doneMs <= atMs && !deletions.has(id) && events.get(id)?.note !== note).map(({ id }) => `${id}: its note is gone`)
  const back = [...deletions].filter(([id, { atMs: doneMs }]) => doneMs <= atMs && events.has(id)).map(([id]) => `${id}: it was deleted and is back`)
  return [...lost, ...back]
}

/** What was said to be recorded is, from its beginning to its end. Unless an event was deleted after that: what only it showed goes with it. */
function recordedSpans(calls: StoreCalls, { recorded, deletions }: Testimony, atMs: number): string[] {
  const last = new Map<string, { fromMs: number; toMs: number }>()
  const deletedMs = (of: string): number => [...deletions.values()].reduce((latest, { camera, askedMs, atMs: doneMs }) => (camera === of && askedMs <= atMs ? Math.max(latest, doneMs) : latest), -Infinity)
  for (const span of recorded) if (span.atMs <= atMs && span.askedMs > deletedMs(span.camera)) last.set(`${span.camera} ${span.fromMs}`, span)
  return [...last].flatMap(([key, { fromMs, toMs }]) => {
    const [camera = ''] = key.split(' ')
    const spans = calls.timeline({ cameras: [camera], fromMs: fromMs - 1_000, toMs: toMs + 60_000, stepMs: 60_000 })[0]?.spans ?? []
    return spans.some(([from, to]) => from <= fromMs + ROUNDED_MS && to >= toMs - ROUNDED_MS) ? [] : [`${camera}: ${fromMs} to ${toMs} was recorded, there is ${JSON.stringify(spans)}`]
  })
}

function totals(calls: StoreCalls, events: readonly Event[]): string[] {
  const problems: string[] = []
  const counted = calls.usage().events
  const inFiles = calls.mediaFiles().reduce((sum, file) => sum + file.events, 0)
  if (counted !== events.length || inFiles !== events.length) problems.push(`${events.length} events are listed, ${counted} counted, ${inFiles} by file`)
  for (const { id, state, clip } of events) {
    if (state !== 'ended' || clip.state === 'recording') problems.push(`${id}: it is still open after the recovery`)
    let bytes = 0
    for (let part = 1, more = true; more; part += 1) {
      const segments = calls.clipSegments({ eventId: id, part })
      more = segments.length > 0
      bytes += segments[0]?.init.length ?? 0
      for (const { file, stream, rows } of segments) {
        bytes += rows.reduce((sum, row) => sum + row.bytes, 0)
        const [from, to] = [rows[0]?.index ?? 0, (rows.at(-1)?.index ?? -1) + 1]
        const there = calls.readRows({ file, stream, from, to })
        if (rows.length !== to - from || there.length !== rows.length || there.some((piece, n) => piece.length !== rows[n]?.bytes)) problems.push(`${id}: its clip has a hole`)
        if (calls.readTracks({ file, stream, from, to }).length !== rows.reduce((sum, { frames }) => sum + frames, 0)) problems.push(`${id}: frames without boxes`)
      }
    }
    if (bytes !== clip.bytes) problems.push(`${id}: its clip says ${clip.bytes} bytes, ${bytes} are stored`)
  }
  return problems
}

/** After the store closed them: SQLite's own word on every page. */
function damage(folder: string): string[] {
  const media = join(folder, 'media')
  const files = [join(folder, 'vigil.db'), ...(existsSync(media) ? readdirSync(media).filter((name) => name.endsWith('.db')).map((name) => join(media, name)) : [])]
  return files.flatMap((file) => {
    const database = new Database(file)
    const found = database.pragma('integrity_check', { simple: true })
    database.close()
    return found === 'ok' ? [] : [`${file}: ${String(found)}`]
  })
}
