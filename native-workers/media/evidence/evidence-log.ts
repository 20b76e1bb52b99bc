import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'
import type { AnalysisConfig } from '../../../common/contracts/camera-config.ts'
import type { Evidence, EvidenceFrame, QuietSpan } from '../../../common/evidence.ts'

const pack = promisify(deflateRaw)
const unpack = promisify(inflateRaw)

/** A chunk is closed after so many frames, milliseconds or bytes. */
const CHUNK_FRAMES = 400
const CHUNK_MS = 60_000
const CHUNK_BYTES = 384 << 10
/** Packed, per camera: some hours of a busy scene, days of a quiet one. */
const BUDGET_BYTES = 6 << 20

interface Chunk {
  readonly fromMs: number
  toMs: number
  readonly rules: AnalysisConfig
  frames: number
  /** One JSON line per frame, as soon as it is closed; before, they stand in the log's own buffer. */
  text: Buffer | null
  packed: Uint8Array | null
  readonly quiet: { fromMs: number; toMs: number; frames: number }[]
}

/** The last hours of one camera's evidence, packed in memory and bounded; the oldest goes first. */
export class EvidenceLog {
  private readonly budgetBytes: number
  private chunks: Chunk[] = []
  private packedBytes = 0
  private packing: Promise<void> = Promise.resolve()
  /** Frames of the open chunk. Written here at once: kept as objects they would grow old and cost major collections. */
  private buffer: Buffer | null = null
  private used = 0
  private lastFrameMs = -Infinity

  constructor(budgetBytes = BUDGET_BYTES) {
    this.budgetBytes = budgetBytes
  }

  /** Frames in order. `rules`: those in force. */
  add(frame: EvidenceFrame, rules: AnalysisConfig): void {
    const chunk = this.open(frame.atMs, rules)
    chunk.toMs = frame.atMs
    if (!isQuiet(frame)) {
      this.write(chunk, frame)
      return
    }
    const last = chunk.quiet.at(-1)
    // A span ends where something happened: what is said of it must hold for all of it.
    if (last && last.toMs >= this.lastFrameMs) {
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
      frames.push(...(await this.framesOf(chunk)).filter(({ atMs }) => atMs >= fromMs && atMs <= toMs))
      quiet.push(...chunk.quiet.filter((span) => span.toMs >= fromMs && span.fromMs <= toMs).map((span) => ({ ...span })))
    }
    return { keptSinceMs: this.chunks[0]?.fromMs ?? null, frames, quiet, rules }
  }

  get bytes(): number {
    return this.packedBytes
  }

  private async framesOf(chunk: Chunk): Promise<EvidenceFrame[]> {
    // Taken before anything is waited for: the buffer goes on to the next chunk.
    const open = chunk === this.chunks.at(-1) ? this.buffer?.toString('utf8', 0, this.used) : undefined
    const text = open ?? chunk.text?.toString('utf8') ?? (chunk.packed ? (await unpack(chunk.packed)).toString('utf8') : '')
    return text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as EvidenceFrame)
  }

  private write(chunk: Chunk, frame: EvidenceFrame): void {
    this.buffer ??= Buffer.allocUnsafe(CHUNK_BYTES + CHUNK_BYTES)
    const line = `${JSON.stringify(frame)}\n`
    // One that does not even fit into an empty chunk is a garbage frame; its neighbours tell enough.
    if (line.length * 3 > this.buffer.length - this.used) return
    this.used += this.buffer.write(line, this.used, 'utf8')
    this.lastFrameMs = frame.atMs
    chunk.frames++
  }

  private open(atMs: number, rules: AnalysisConfig): Chunk {
    const last = this.chunks.at(-1)
    if (last && last.rules === rules && atMs >= last.toMs && atMs - last.fromMs < CHUNK_MS && last.frames < CHUNK_FRAMES && this.used < CHUNK_BYTES) return last
    if (last) this.close(last)
    const chunk: Chunk = { fromMs: atMs, toMs: atMs, rules, frames: 0, text: null, packed: null, quiet: [] }
    this.chunks.push(chunk)
    return chunk
  }

  private close(chunk: Chunk): void {
    const text = Buffer.from(this.buffer?.subarray(0, this.used) ?? [])
    this.used = 0
    this.lastFrameMs = -Infinity
    chunk.text = text
    // One after the other, on libuv's threads: not on the one that reads frames.
    this.packing = this.packing.then(async () => {
      chunk.packed = await pack(text)
      chunk.text = null
      this.packedBytes += chunk.packed.length
      while (this.packedBytes > this.budgetBytes && this.chunks.length > 1) this.packedBytes -= this.chunks.shift()?.packed?.length ?? 0
    })
  }
}

const isQuiet = ({ outcome, motion, tracks, looks, detections }: EvidenceFrame): boolean =>
  outcome === 'still' && !motion.calibrating && motion.regions.length === 0 && motion.tooSmall.length === 0 && tracks.length === 0 && looks.length === 0 && detections.length === 0
