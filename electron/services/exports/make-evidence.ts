import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import type { ClipTracks, Event } from '../../../common/contracts/event.ts'
import { hashFile } from '../../files/hash-file.ts'
import { EVIDENCE_PAGE } from './evidence-page.ts'
import { wallText } from './overlay-ass.ts'

export interface Evidence {
  readonly clipPath: string
  /** pts as ffprobe prints them for the clip. */
  readonly tracks: ClipTracks
  readonly camera: { readonly id: string; readonly name: string }
  readonly span: { readonly fromMs: number; readonly toMs: number }
  /** The event the footage is of, or those that began during a span. */
  readonly events: readonly Event[]
  /** What became of every frame captured during the span. */
  readonly ledger: EvidenceLedger
  readonly madeBy: string
  readonly madeAtMs: number
  readonly burnedIn: readonly string[]
}

export interface EvidenceLedger {
  readonly captured: number
  readonly outcomes: Readonly<Record<string, number>>
  /** Seconds of the span of which the ledger is known. */
  readonly coveredSeconds: number
}

/** Writes the package; every file in it has its fingerprint in SHA256SUMS. */
export async function makeEvidence(evidence: Evidence, { folder, name, signal }: { folder: string; name: string; signal: AbortSignal }): Promise<string> {
  const { clipPath, tracks, camera, span, events, ledger, madeBy, madeAtMs, burnedIn } = evidence
  const json = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`)
  const facts = factsOf(evidence)
  const files = new Map<string, Buffer>([
    ['about.json', json({
      camera, from: iso(span.fromMs), to: iso(span.toMs), madeBy, madeAt: iso(madeAtMs), burnedIn,
      models: distinct(events.map(({ model }) => model)), ruleVersions: distinct(events.map(({ ruleVersion }) => ruleVersion)),
      files: { 'clip.mp4': 'the footage', 'events.json': 'what happened in it, with the model and the version of the rules that said so', 'tracks.json': 'boxes on every frame: [track, label, score, x, y, width, height, predicted], fractions of the picture', 'ledger.json': 'what became of every captured frame', 'index.html': 'plays it offline' },
    })],
    ['tracks.json', json(tracks)],
    ['ledger.json', json(ledger)],
    ['events.json', json(events)],
    ['index.html', Buffer.from(EVIDENCE_PAGE)],
    ['tracks.js', Buffer.from(`window.VIGIL_EVIDENCE = ${JSON.stringify({ title: `${camera.name}, ${wallText(span.fromMs)}`, facts, frames: tracks.frames }).replaceAll('<', '\\u003c')}\n`)],
  ])
  const sums = [`${await hashFile(clipPath, signal)}  clip.mp4`, ...[...files].map(([file, bytes]) => `${createHash('sha256').update(bytes).digest('hex')}  ${file}`)]
  const zip = new ZipFile()
  const mtime = new Date(madeAtMs)
  // Video does not get smaller; the rest is read by people and is worth it.
  zip.addFile(clipPath, 'clip.mp4', { compress: false, mtime })
  for (const [file, bytes] of files) zip.addBuffer(bytes, file, { mtime })
  zip.addBuffer(Buffer.from(`${sums.join('\n')}\n`), 'SHA256SUMS', { mtime })
  zip.end()
  const target = join(folder, `${name}.zip`)
  await pipeline(zip.outputStream, createWriteStream(target), { signal })
  return target
}

const distinct = <T>(values: readonly T[]): T[] => [...new Map(values.map((value) => [JSON.stringify(value), value])).values()]
const iso = (ms: number): string => new Date(ms).toISOString()

function factsOf({ camera, span, events, ledger, madeBy, madeAtMs, tracks, burnedIn }: Evidence): [string, string][] {
  return [
    ['Camera', camera.name], ['From', wallText(span.fromMs)], ['To', wallText(span.toMs)],
    ...events.map((event): [string, string] => ['Event', `${event.label}, ${wallText(Date.parse(event.startedAt))} (${event.id}; rules version ${event.ruleVersion}${event.model ? `; model ${event.model.id}, SHA-256 ${event.model.sha256}` : ''})`]),
    ['Boxes', tracks.alignment.exact ? 'on exactly their frame' : `within ${tracks.alignment.errorMs} ms of their frame`],
    ['Frames', `${ledger.captured} captured = ${Object.entries(ledger.outcomes).map(([outcome, count]) => `${count} ${outcome}`).join(' + ') || '0'}`],
    ...(burnedIn.length > 0 ? [['Burned in', burnedIn.join(', ')]] as [string, string][] : []),
    ['Made by', `${madeBy}, ${wallText(madeAtMs)}`],
  ]
}
