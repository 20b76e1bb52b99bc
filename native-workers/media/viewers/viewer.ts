import type { DisplayOutcome } from '../../../common/ledger.ts'
import { ViewerMessage, VIEWER_CREDITS } from '../../../common/wire/viewer-messages.ts'
import type { ViewerChannel } from './viewer-channel.ts'

/** A frame that is ready to be shown. Whoever keeps it holds a lease on its picture until `drop` or `encode` was called. */
export interface ShowableFrame {
  readonly epoch: number
  readonly sequence: number
  readonly capturedAt: number
  encode(): Uint8Array<ArrayBuffer>
  drop(): void
}

export interface ViewerReport {
  outcome(outcome: DisplayOutcome): void
  times(times: { send: number; receive: number; paint: number; glass: number }): void
  gone(viewer: Viewer): void
}

interface Sent {
  readonly epoch: number
  readonly sequence: number
  readonly capturedAt: number
  readonly sentAt: number
  readonly readyAt: number
}

/**
 * One viewer of one camera. It gets a frame per credit and always the newest; a frame that waits for a credit is replaced by
 * the next one, never queued. Every frame offered ends in exactly one display outcome.
 */
export class Viewer {
  private readonly channel: ViewerChannel
  private readonly report: ViewerReport
  private readonly monotonic: () => number
  private credits = 0
  private visible = true
  private waiting: { frame: ShowableFrame; readyAt: number } | null = null
  private readonly sent: Sent[] = []
  private open = true

  constructor(channel: ViewerChannel, report: ViewerReport, monotonic: () => number) {
    this.channel = channel
    this.report = report
    this.monotonic = monotonic
    channel.onMessage((message) => this.take(message))
    channel.onClose(() => this.closed())
  }

  offer(frame: ShowableFrame): void {
    if (!this.open || !this.visible) {
      frame.drop()
      this.report.outcome(this.open ? 'hidden' : 'gone')
      return
    }
    if (this.waiting) {
      this.waiting.frame.drop()
      this.report.outcome('no-credit')
    }
    this.waiting = { frame, readyAt: this.monotonic() }
    this.sendWaiting()
  }

  close(): void {
    this.channel.close()
    this.closed()
  }

  private take(message: unknown): void {
    const parsed = ViewerMessage.safeParse(message)
    if (!parsed.success) return
    const told = parsed.data
    switch (told.type) {
      case 'credit':
        // What is under way counts: a viewer that asks again and again gets no more frames into its socket.
        this.credits = Math.max(0, Math.min(VIEWER_CREDITS - this.sent.length, this.credits + told.count))
        break
      case 'painted': this.painted(told)
        break
      case 'visible':
        this.visible = told.visible
        if (!told.visible) this.dropWaiting('hidden')
        break
    }
    this.sendWaiting()
  }

  private painted(told: Extract<ViewerMessage, { type: 'painted' }>): void {
    const index = this.sent.findIndex((sent) => sent.epoch === told.epoch && sent.sequence === told.sequence)
    const sent = this.sent[index]
    if (!sent) return
    this.sent.splice(index, 1)
    this.credits = Math.min(VIEWER_CREDITS, this.credits + 1)
    this.report.outcome(told.outcome)
    if (told.outcome !== 'painted') return
    const now = this.monotonic()
    const roundTrip = now - sent.sentAt
    this.report.times({
      send: sent.sentAt - sent.readyAt,
      // The viewer's clock is not ours: what its own waiting and painting do not explain was the way there and back.
      receive: Math.max(0, roundTrip - told.paintMs),
      paint: told.paintMs,
      glass: now - sent.capturedAt,
    })
  }

  private sendWaiting(): void {
    if (!this.waiting || this.credits === 0 || !this.open) return
    const { frame, readyAt } = this.waiting
    this.waiting = null
    this.credits--
    this.sent.push({ epoch: frame.epoch, sequence: frame.sequence, capturedAt: frame.capturedAt, sentAt: this.monotonic(), readyAt })
    this.channel.send(frame.encode())
    frame.drop()
  }

  private dropWaiting(outcome: DisplayOutcome): void {
    if (!this.waiting) return
    this.waiting.frame.drop()
    this.waiting = null
    this.report.outcome(outcome)
  }

  private closed(): void {
    if (!this.open) return
    this.open = false
    this.dropWaiting('gone')
    for (const _ of this.sent.splice(0)) this.report.outcome('gone')
    this.report.gone(this)
  }
}
