import { GRAIN } from '../grain.ts'
import { boxOf, CHUNK_VERSION, FRAME, IDENTITY, newFrameTrace, newTrace, TRACK, type FrameTrace, type TrackTrace } from './chunk-layout.ts'
import { ByteReader } from './bytes.ts'
import type { LoggedFrame, LoggedIdentity, LoggedTrack } from './log-frame.ts'

/** The frames that a ChunkWriter took, in order. Throws a RangeError for bytes it cannot have written. */
export function* readChunk(bytes: Uint8Array, epoch: number): Generator<LoggedFrame, void, void> {
  const from = new ByteReader(bytes)
  const version = from.byte()
  if (version !== CHUNK_VERSION) throw new RangeError(`a chunk of the track log has version ${version}; this Vigil reads ${CHUNK_VERSION}`)
  const known = new Map<number, TrackTrace>()
  const labels: string[] = []
  let trace = newFrameTrace()
  while (!from.done) {
    const flags = from.byte()
    const next = stepOf(from, flags, trace)
    const identities = (flags & FRAME.identities) === 0 ? [] : many(from, () => identityOf(from, labels))
    for (const { trackId } of identities) known.set(trackId, newTrace())
    trace = { ...next, ids: (flags & FRAME.sameTracks) === 0 ? listOf(from) : trace.ids }
    const tracks = trace.ids.map((id) => trackOf(from, id, known.get(id)))
    const ended = (flags & FRAME.ended) === 0 ? [] : listOf(from)
    for (const id of ended) known.delete(id)
    const notLookedFor = (flags & FRAME.notLookedFor) === 0 ? [] : listOf(from)
    const ptsMs = trace.ptsUs / 1000
    yield {
      epoch, sequence: trace.sequence, ptsMs, capturedAtMs: trace.delayMs + Math.round(ptsMs),
      inferred: (flags & FRAME.inferred) !== 0, identities, tracks, ended, notLookedFor,
    }
  }
}

function stepOf(from: ByteReader, flags: number, last: FrameTrace): Omit<FrameTrace, 'ids'> {
  const sequence = last.sequence + ((flags & FRAME.nextSequence) === 0 ? from.signed() : 1)
  const stepUs = last.stepUs + ((flags & FRAME.sameStep) === 0 ? from.signed() : 0)
  const delayMs = last.delayMs + ((flags & FRAME.sameDelay) === 0 ? from.signed() : 0)
  return { sequence, stepUs, delayMs, ptsUs: last.ptsUs + stepUs }
}

function many<T>(from: ByteReader, read: () => T): T[] {
  const items: T[] = []
  for (let left = from.unsigned(); left > 0; left -= 1) items.push(read())
  return items
}

function listOf(from: ByteReader): number[] {
  let last = 0
  return many(from, () => (last += from.signed()))
}

function identityOf(from: ByteReader, labels: string[]): LoggedIdentity {
  const flags = from.byte()
  const trackId = from.unsigned()
  const index = from.unsigned()
  const label = labels[index] ?? from.text()
  labels[index] = label
  const startPtsMs = from.signed() / 1000
  const medianScore = from.unsigned() / (2 * GRAIN)
  const birth = (flags & IDENTITY.birth) === 0 ? null : { hits: from.unsigned(), past: many(from, () => [from.signed() / 1000, from.unsigned() / GRAIN] as const) }
  return { trackId, label, startPtsMs, medianScore, confirmed: (flags & IDENTITY.confirmed) !== 0, birth }
}

function trackOf(from: ByteReader, trackId: number, known: TrackTrace | undefined): LoggedTrack {
  if (!known) throw new RangeError(`a chunk of the track log speaks of track ${trackId} before it says what it is`)
  const flags = from.byte()
  if ((flags & TRACK.sameBox) === 0) {
    const [left, top, right, bottom] = known.edges
    known.edges = [left + from.signed(), top + from.signed(), right + from.signed(), bottom + from.signed()]
  }
  if ((flags & TRACK.sameScore) === 0) known.score += from.signed()
  return { trackId, score: known.score / GRAIN, box: boxOf(known.edges), predicted: (flags & TRACK.predicted) !== 0, stationary: (flags & TRACK.stationary) !== 0 }
}
