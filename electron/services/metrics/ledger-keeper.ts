import { addLedgers, closeLedger, emptyLedger, type LedgerCounts } from '../../../common/ledger.ts'

interface OpenLedger {
  readonly key: string
  readonly counts: LedgerCounts
}

/**
 * The ledger of every camera over all its epochs. Media sends cumulative counts of the running epoch; when the epoch ends or media
 * dies they are added to what is closed, and whatever was in flight ends as `shutdown`.
 */
export class LedgerKeeper {
  private readonly closed = new Map<string, LedgerCounts>()
  private readonly open = new Map<string, OpenLedger>()
  private readonly done = new Map<string, string>()
  /** How often media was started: the same epoch read by another process counts from 0 again. */
  private generation = 0

  /** An atomic snapshot of the running epoch. */
  update(cameraId: string, epoch: number, counts: LedgerCounts): void {
    const key = this.key(epoch)
    if (this.done.get(cameraId) === key) return
    const open = this.open.get(cameraId)
    if (open && open.key !== key) this.close(cameraId)
    this.open.set(cameraId, { key, counts })
  }

  /** The epoch's last word. */
  drained(cameraId: string, epoch: number, counts: LedgerCounts): void {
    this.update(cameraId, epoch, counts)
    this.close(cameraId)
    this.done.set(cameraId, this.key(epoch))
  }

  mediaDied(): void {
    for (const cameraId of this.open.keys()) this.close(cameraId)
    this.generation++
    this.done.clear()
  }

  forget(cameraId: string): void {
    for (const map of [this.closed, this.open, this.done]) map.delete(cameraId)
  }

  total(cameraId: string): LedgerCounts {
    const open = this.open.get(cameraId)
    const closed = this.closed.get(cameraId) ?? emptyLedger()
    return open ? addLedgers(closed, open.counts) : closed
  }

  cameras(): string[] {
    return [...new Set([...this.closed.keys(), ...this.open.keys()])]
  }

  private close(cameraId: string): void {
    const open = this.open.get(cameraId)
    if (!open) return
    this.open.delete(cameraId)
    this.closed.set(cameraId, addLedgers(this.closed.get(cameraId) ?? emptyLedger(), closeLedger(open.counts)))
  }

  private key(epoch: number): string {
    return `${this.generation}/${epoch}`
  }
}
