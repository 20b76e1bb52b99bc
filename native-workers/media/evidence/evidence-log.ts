import type { AnalysisConfig } from '../../../common/contracts/camera-config.ts'
import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'
import type { Evidence, EvidenceFrame, QuietSpan } from '../../../common/evidence.ts'

const pack = promisify(deflateRaw)
const unpack = promisify(inflateRaw)

/** A chunk is closed after so many frames or milliseconds. */
const CHUNK_FRAMES = 100
const CHUNK_MS = 30_000
/** Packed, per camera: some hours of a busy scene, days of a quiet one. */
const BUDGET_BYTES = 6 << 20

interface Chunk {
  readonly fromMs: number
  toMs: number
  readonly rules: AnalysisConfig
  /** One of the three holds the frames: as they came, on their way into the deflater, or packed. */
  frames: EvidenceFrame[] | null
  bytes: Uint8Array | null
  readonly quiet: { fromMs: number; toMs: number; frames: number }[]
}

/** The last hours of one camera's evidence, packed in memory and bounded; the oldest goes first. */
export class EvidenceLog {
  private readonly budgetBytes: number
  private chunks: Chunk[] = []
  private packedBytes = 0
  private packing: Promise<void> = Promise.resolve()

  constructor(budgetBytes = BUDGET_BYTES) {
    this.budgetBytes = budgetBytes
  }

  /** Frames in order. `rules`: those in force. */
  add(frame: EvidenceFrame, rules: AnalysisConfig): void {
    const chunk = this.open(frame.atMs, rules)
    chunk.toMs = frame.atMs
    if (!isQuiet(frame)) {
      chunk.frames?.push(frame)
      return
    }
    const last = chunk.quiet.at(-1)
    // A span ends where something happened: what is said of it must hold for all of it.
    if (last && last.toMs >= (chunk.frames?.at(-1)?.atMs ?? -Infinity)) {
      last.toMs = frame.atMs
      last.frames++
    } else chunk.quiet.push({ fromMs: frame.atMs, toMs: frame.atMs, frames: 1 })
  }

  /** What is known from … to …, milliseconds since 1970, both ends included. */
  async read(fromMs: number, toMs: number): Promise<Evidence> {
    await this.packing
    const frames: EvidenceFrame[] = []
    const quiet: QuietSpan[] = []
    let rules: AnalysisConfig | null = null
    for (const chunk of this.chunks) {
      if (chunk.toMs < fromMs || chunk.fromMs > toMs) continue
      rules = chunk.rules
      const all = chunk.frames ?? (JSON.parse((await unpack(chunk.bytes ?? new Uint8Array())).toString('utf8')) as EvidenceFrame[])
      frames.push(...all.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs))
      quiet.push(...chunk.quiet.filter((span) => span.toMs >= fromMs && span.fromMs <= toMs).map((span) => ({ ...span })))
    }
    return { keptSinceMs: this.chunks[0]?.fromMs ?? null, frames, quiet, rules }
  }

  get bytes(): number {
    return this.packedBytes
  }

  private open(atMs: number, rules: AnalysisConfig): Chunk {
    const last = this.chunks.at(-1)
    if (last && last.rules === rules && atMs >= last.toMs && atMs - last.fromMs < CHUNK_MS && (last.frames?.length ?? CHUNK_FRAMES) < CHUNK_FRAMES) return last
    if (last) this.close(last)
    const chunk: Chunk = { fromMs: atMs, toMs: atMs, rules, frames: [], bytes: null, quiet: [] }
    this.chunks.push(chunk)
    return chunk
  }

  private close(chunk: Chunk): void {
    const text = JSON.stringify(chunk.frames)
    // One after the other, on libuv's threads: not on the one that reads frames.
    this.packing = this.packing.then(async () => {
      const bytes = await pack(text)
      chunk.bytes = bytes
      chunk.frames = null
      this.packedBytes += bytes.length
      this.forget()
    })
  }

  private forget(): void {
    while (this.packedBytes > this.budgetBytes && this.chunks.length > 1) this.packedBytes -= this.chunks.shift()?.bytes?.length ?? 0
  }
}

const isQuiet = ({ outcome, motion, tracks, looks, detections }: EvidenceFrame): boolean =>
  outcome === 'still' && !motion.calibrating && motion.regions.length === 0 && motion.tooSmall.length === 0 && tracks.length === 0 && looks.length === 0 && detections.length === 0
