import type { FrameResult, TrackBirth, TrackState } from '../frame-result.ts'
import { ByteWriter } from './bytes.ts'
import { CHUNK_VERSION, edgesOf, FRAME, IDENTITY, newFrameTrace, newTrace, toMicroseconds, toUnits, TRACK, type FrameTrace, type TrackTrace } from './chunk-layout.ts'

export type LoggableFrame = Pick<FrameResult, 'sequence' | 'ptsMs' | 'capturedAtMs' | 'outcome' | 'tracks' | 'begunTracks' | 'endedTracks' | 'notLookedFor'>

interface Known extends TrackTrace {
  readonly label: string
  readonly startPtsMs: number
}

/**
 * Frames as bytes, each as its difference from the one before; a chunk is read without any other. Scores and boxes are stored to 2⁻¹⁶,
 * presentation times to the microsecond, wall clock to the millisecond: exactly what the rules saw (common/grain.ts).
 */
export class ChunkWriter {
  private readonly out = new ByteWriter()
  private readonly tracks = new Map<number, Known>()
  private readonly labels = new Map<string, number>()
  private trace: FrameTrace = newFrameTrace()
  frames = 0

  constructor() {
    this.out.byte(CHUNK_VERSION)
  }

  get bytes(): number {
    return this.out.length
  }

  /** Frames of one epoch, in order. */
  add(frame: LoggableFrame): void {
    const { out, trace } = this
    const ptsUs = toMicroseconds(frame.ptsMs)
    const stepUs = ptsUs - trace.ptsUs
    const delayMs = Math.round(frame.capturedAtMs) - Math.round(frame.ptsMs)
    const ids = frame.tracks.map(({ trackId }) => trackId)
    const fresh = frame.tracks.filter((track) => !this.knows(track))
    const flags = flag(frame.outcome === 'inferred', FRAME.inferred) | flag(sameIds(ids, trace.ids), FRAME.sameTracks)
      | flag(fresh.length > 0, FRAME.identities) | flag(frame.endedTracks.length > 0, FRAME.ended)
      | flag(frame.sequence === trace.sequence + 1, FRAME.nextSequence) | flag(stepUs === trace.stepUs, FRAME.sameStep) | flag(delayMs === trace.delayMs, FRAME.sameDelay) | flag(frame.notLookedFor.length > 0, FRAME.notLookedFor)
    out.byte(flags)
    if ((flags & FRAME.nextSequence) === 0) out.signed(frame.sequence - trace.sequence)
    if ((flags & FRAME.sameStep) === 0) out.signed(stepUs - trace.stepUs)
    if ((flags & FRAME.sameDelay) === 0) out.signed(delayMs - trace.delayMs)
    if (fresh.length > 0) {
      out.unsigned(fresh.length)
      for (const track of fresh) this.identity(track, frame.begunTracks.find(({ trackId }) => trackId === track.trackId) ?? null)
    }
    if ((flags & FRAME.sameTracks) === 0) this.list(ids)
    for (const track of frame.tracks) this.track(track)
    if (frame.endedTracks.length > 0) this.list(frame.endedTracks)
    for (const id of frame.endedTracks) this.tracks.delete(id)
    if (frame.notLookedFor.length > 0) this.list(frame.notLookedFor)
    this.trace = { sequence: frame.sequence, ptsUs, stepUs, delayMs, ids }
    this.frames += 1
  }

  take(): Uint8Array<ArrayBuffer> {
    return this.out.take()
  }

  private knows({ trackId, label, startPtsMs }: TrackState): boolean {
    const known = this.tracks.get(trackId)
    return known !== undefined && known.label === label && known.startPtsMs === startPtsMs
  }

  private list(ids: readonly number[]): void {
    this.out.unsigned(ids.length)
    let last = 0
    for (const id of ids) {
      this.out.signed(id - last)
      last = id
    }
  }

  private identity(track: TrackState, birth: TrackBirth | null): void {
    const { out } = this
    out.byte(flag(track.confirmed, IDENTITY.confirmed) | flag(birth !== null, IDENTITY.birth))
    out.unsigned(track.trackId)
    this.label(track.label)
    out.signed(toMicroseconds(track.startPtsMs))
    // Twice the grain: the median of an even number of scores lies in the middle of two.
    out.unsigned(toUnits(track.medianScore * 2))
    if (birth) {
      out.unsigned(birth.hits)
      out.unsigned(birth.past.length)
      for (const [ptsMs, score] of birth.past) {
        out.signed(toMicroseconds(ptsMs))
        out.unsigned(toUnits(score))
      }
    }
    this.tracks.set(track.trackId, { label: track.label, startPtsMs: track.startPtsMs, ...newTrace() })
  }

  private label(label: string): void {
    const known = this.labels.get(label)
    this.out.unsigned(known ?? this.labels.size)
    if (known !== undefined) return
    this.out.text(label)
    this.labels.set(label, this.labels.size)
  }

  private track(track: TrackState): void {
    const { out } = this
    const known = this.tracks.get(track.trackId) ?? newTrace()
    const edges = edgesOf(track.box)
    const score = toUnits(track.score)
    const sameBox = edges.every((edge, index) => edge === known.edges[index])
    out.byte(flag(track.predicted, TRACK.predicted) | flag(track.stationary, TRACK.stationary) | flag(sameBox, TRACK.sameBox) | flag(score === known.score, TRACK.sameScore))
    if (!sameBox) edges.forEach((edge, index) => out.signed(edge - (known.edges[index] ?? 0)))
    if (score !== known.score) out.signed(score - known.score)
    known.edges = edges
    known.score = score
  }
}

const flag = (set: boolean, bit: number): number => (set ? bit : 0)
const sameIds = (a: readonly number[], b: readonly number[]): boolean => a.length === b.length && a.every((id, index) => id === b[index])
