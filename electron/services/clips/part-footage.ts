import { clipTimeline } from '../../../common/footage/clip-timeline.ts'
import { messageOf } from '../../../common/message-of.ts'
import type { Claim, Store } from '../../../common/wire/store-messages.ts'
import type { EpochLine } from './epoch-line.ts'
import type { FootageWriter } from './footage-writer.ts'
import { type HeldRow, holdAgain } from './row-ring.ts'

/** What is stored of a part so far. */
export interface PartSummary {
  readonly rows: number
  readonly seconds: number
  readonly bytes: number
  readonly gaps: readonly [number, number][]
  /** Wall clock of the part's time 0; null while nothing is stored. */
  readonly startedAtMs: number | null
}

/** The rows of one part of a clip, over one or more epochs. */
export interface PartFootage {
  /** Takes these rows of the line, in order; those not yet stored are written, the others only claimed. */
  claim(line: EpochLine, writer: FootageWriter, rows: readonly HeldRow[]): void
  /** Rows that came to be stored; those of others are passed over. */
  stored(line: EpochLine, rows: readonly HeldRow[]): void
  /** True when some of them were ours. */
  lost(line: EpochLine, rows: readonly HeldRow[]): boolean
  isStored(line: EpochLine, index: number): boolean
  /** A moment of a line's stream on the part's own timeline, seconds; null where nothing is stored. */
  secondsAt(line: EpochLine, streamMs: number): number | null
  /** Rows that are neither stored nor lost yet. */
  readonly outstanding: number
  summary(): PartSummary
}

interface Leg {
  readonly line: EpochLine
  readonly waiting: Set<HeldRow>
  readonly stored: Map<number, HeldRow>
}

export function createPartFootage({ claim, store, onStored, onFailed }: {
  claim: Claim
  store: Pick<Store, 'claimRows'>
  /** After rows that were stored before became part of this clip. */
  onStored: () => void
  onFailed: (reason: string) => void
}): PartFootage {
  const legs: Leg[] = []
  const legOf = (line: EpochLine): Leg | undefined => legs.find((leg) => leg.line === line)

  const claimStored = async (leg: Leg, writer: FootageWriter, rows: readonly HeldRow[]): Promise<void> => {
    const [first] = rows
    const last = rows.at(-1)
    if (!first?.file || !last) return
    try {
      // Behind the calls that store them: the store does what it is asked in order.
      const missing = new Set(await store.claimRows({ file: first.file, camera: leg.line.cameraId, epoch: leg.line.epoch, from: first.row.index, to: last.row.index + 1, claim }))
      const gone = rows.filter((held) => missing.has(held.row.index) && leg.waiting.has(held))
      for (const held of rows) if (!missing.has(held.row.index) && leg.waiting.delete(held) && held.place !== 'lost') leg.stored.set(held.row.index, held)
      // They went with an event that was deleted in between, but they are still here. Another clip may have found that out before.
      for (const held of gone) if (held.place === 'stored') holdAgain(held)
      take(leg, writer, gone)
      onStored()
    } catch (error) {
      for (const held of rows) leg.waiting.delete(held)
      onFailed(`The clip could not be stored any further: ${messageOf(error)}`)
    }
  }
  const take = (leg: Leg, writer: FootageWriter, rows: readonly HeldRow[]): void => {
    let run: HeldRow[] = []
    const endRun = (): void => {
      if (run.length > 0) void claimStored(leg, writer, run)
      run = []
    }
    const fresh: HeldRow[] = []
    for (const held of rows) {
      // Nobody took it then, but it is still here: for a clip that begins after the outage it may be what its trigger needs.
      if (held.place === 'lost') holdAgain(held)
      leg.waiting.add(held)
      if (held.place === 'sent' || held.place === 'stored') {
        const previous = run.at(-1)
        if (previous && (previous.file !== held.file || held.row.index !== previous.row.index + 1)) endRun()
        run.push(held)
        continue
      }
      held.claims.push(claim)
      if (held.place === 'held') fresh.push(held)
    }
    endRun()
    if (fresh.length > 0) writer.add(fresh)
    // What nobody takes just now is lost at once, before anybody could be told.
    const refused = fresh.filter((held) => held.place === 'lost' && leg.waiting.delete(held))
    if (refused.length > 0) onFailed(writer.refusal ?? 'The clip could not be stored any further.')
  }

  const segmentsNow = () => legs.map(({ line, stored }) => ({
    line, camera: line.cameraId, epoch: line.epoch, init: line.init?.bytes.length ?? 0,
    rows: [...stored.values()].sort((a, b) => a.row.index - b.row.index).map(({ row, wallMs }) => ({ ...row, wallMs: wallMs ?? 0 })),
  })).filter(({ rows }) => rows.length > 0).sort((a, b) => a.epoch - b.epoch)

  return {
    claim(line, writer, rows) {
      const leg = legOf(line) ?? { line, waiting: new Set<HeldRow>(), stored: new Map<number, HeldRow>() }
      if (!legs.includes(leg)) legs.push(leg)
      take(leg, writer, rows)
    },
    stored(line, rows) {
      const leg = legOf(line)
      // Only those that carried our claim with them: the others count when their own call was answered.
      for (const held of rows) if (held.claims.includes(claim) && leg?.waiting.delete(held)) leg.stored.set(held.row.index, held)
    },
    lost(line, rows) {
      const leg = legOf(line)
      return rows.reduce((ours, held) => (leg?.waiting.delete(held) ?? false) || ours, false)
    },
    isStored: (line, index) => legOf(line)?.stored.has(index) ?? false,
    secondsAt(line, streamMs) {
      const segments = segmentsNow()
      const at = segments.findIndex((segment) => segment.line === line)
      const placed = at < 0 ? undefined : clipTimeline(segments).segments[at]
      return placed ? Math.round((streamMs + placed.shiftMs) * 1_000) / 1e6 : null
    },
    get outstanding() { return legs.reduce((sum, leg) => sum + leg.waiting.size, 0) },
    summary() {
      const segments = segmentsNow()
      const [first] = segments
      if (!first) return { rows: 0, seconds: 0, bytes: 0, gaps: [], startedAtMs: null }
      const { durationMs, gaps, startWallMs, segments: [placed] } = clipTimeline(segments)
      const rows = segments.flatMap((segment) => segment.rows)
      return { rows: rows.length, seconds: Math.round(durationMs - (placed?.fromMs ?? 0)) / 1_000, bytes: rows.reduce((sum, { bytes }) => sum + bytes.length, first.init), gaps, startedAtMs: Math.round(startWallMs) }
    },
  }
}
