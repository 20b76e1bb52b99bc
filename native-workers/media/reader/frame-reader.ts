import { messageOf } from '../../../common/message-of.ts'
import type { RawEndpoint } from '../../../common/wire/media-messages.ts'
import { i420Size } from '../../../common/wire/viewer-frame.ts'
import { NutParser } from './nut-parser.ts'
import { openRawSource, type RawSource } from './raw-source.ts'

export interface FrameReaderHandlers {
  /** The stream's size is known; called again only for a new reader. Throwing ends the reading. */
  size(width: number, height: number): void
  /** A frame's first byte is here: where its picture goes, or null to let it pass (the handler has counted why). */
  begin(ptsMs: number): Uint8Array | null
  end(): void
  /** A frame of an unexpected length: the source changed its resolution. Its bytes pass by. */
  otherSize(ptsMs: number): void
  /** `insideFrame`: the writer left in the middle of a frame. */
  closed(reason: { insideFrame: boolean; problem: string | null }): void
  /** False while no slot is free and nothing may be lost. */
  mayContinue(): boolean
}

/** Reads one epoch's raw frames; bytes go from the pipe's buffer straight into the frame's slot. */
export class FrameReader {
  private readonly handlers: FrameReaderHandlers
  private readonly parser: NutParser
  private source: RawSource | null = null
  private expected = 0
  private inGoodFrame = false
  private held: Uint8Array | null = null
  private problem: string | null = null
  private sourceEnded = false
  private finished = false

  constructor(handlers: FrameReaderHandlers) {
    this.handlers = handlers
    this.parser = new NutParser({
      stream: ({ width, height }) => {
        this.expected = i420Size(width, height)
        handlers.size(width, height)
      },
      frameBegins: (ptsMs, size) => this.frameBegins(ptsMs, size),
      frameEnds: () => {
        if (this.inGoodFrame) handlers.end()
        this.inGoodFrame = false
      },
      mayContinue: () => handlers.mayContinue(),
    })
  }

  async open(endpoint: RawEndpoint): Promise<void> {
    this.source = await openRawSource(endpoint, {
      bytes: (bytes) => this.take(bytes),
      space: () => (this.held === null && this.problem === null ? this.parser.payloadSpace : null),
      filled: (count) => this.parser.payloadArrived(count),
      end: (error) => {
        this.problem ??= error?.message ?? null
        this.sourceEnded = true
        this.finishWhenDrained()
      },
    })
  }

  /** A slot came free: goes on where back-pressure stopped. */
  continue(): void {
    if (this.held === null || !this.handlers.mayContinue()) return
    const held = this.held
    this.held = null
    this.push(held)
    if (this.held === null) this.source?.resume()
    this.finishWhenDrained()
  }

  close(): void {
    this.held = null
    this.source?.close()
  }

  private take(bytes: Uint8Array): void {
    if (this.problem !== null) return
    if (this.held !== null) {
      this.held = concat(this.held, bytes)
      return
    }
    this.push(bytes)
  }

  private push(bytes: Uint8Array): void {
    try {
      const used = this.parser.push(bytes)
      if (used === bytes.length) return
      // Copy: the pipe's buffer is reused by the next read.
      this.held = bytes.slice(used)
      this.source?.pause()
    } catch (error) {
      this.problem = messageOf(error)
      this.source?.close()
    }
  }

  private frameBegins(ptsMs: number, size: number): Uint8Array | null {
    if (size !== this.expected) {
      this.handlers.otherSize(ptsMs)
      return null
    }
    const target = this.handlers.begin(ptsMs)
    this.inGoodFrame = target !== null
    return target
  }

  private finishWhenDrained(): void {
    if (!this.sourceEnded || this.held !== null || this.finished) return
    this.finished = true
    this.handlers.closed({ insideFrame: this.parser.insideFrame && this.inGoodFrame, problem: this.problem })
  }
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
