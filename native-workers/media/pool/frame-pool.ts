import type { PoolStats } from '../../../common/contracts/stats.ts'

export type LeaseOwner = 'reader' | 'analysis' | 'newest' | 'viewer' | 'picture'

interface Slot {
  leases: number
}

/** The right to use a slot's picture until it is given back. */
export class Lease implements Disposable {
  readonly slot: number
  readonly owner: LeaseOwner
  readonly sinceMs: number
  private readonly pool: FramePool
  private returned = false

  constructor(pool: FramePool, slot: number, owner: LeaseOwner, sinceMs: number) {
    this.pool = pool
    this.slot = slot
    this.owner = owner
    this.sinceMs = sinceMs
  }

  /** The picture, I420. Throws after the lease was given back: the slot may hold another frame by then. */
  get picture(): Uint8Array {
    if (this.returned) throw new Error(`slot ${this.slot} used by ${this.owner} after its release`)
    return this.pool.picture(this.slot)
  }

  /** A second lease on the same picture, for another owner. */
  share(owner: LeaseOwner): Lease {
    if (this.returned) throw new Error(`slot ${this.slot} shared by ${this.owner} after its release`)
    return this.pool.share(this.slot, owner)
  }

  release(): void {
    if (this.returned) {
      this.pool.countDoubleRelease()
      return
    }
    this.returned = true
    this.pool.giveBack(this)
  }

  [Symbol.dispose](): void {
    this.release()
  }
}

/**
 * A fixed number of frames per camera, allocated once. A slot is free when its last lease is back.
 * Leases that live longer than `leaseLimitMs` are counted as leaks, so that a forgotten one shows before the pool runs dry.
 */
export class FramePool {
  private readonly pictures: readonly Uint8Array[]
  private readonly slots: Slot[]
  private readonly free: number[]
  /** A handful: a Set that frames come to and go from makes a new table every few frames. */
  private readonly open: Lease[] = []
  private readonly monotonic: () => number
  private readonly leaseLimitMs: number
  private readonly leaked = new WeakSet<Lease>()
  private counts = { hits: 0, misses: 0, leaks: 0, doubleReleases: 0 }
  /** Called when a slot becomes free. */
  onFree: (() => void) | null = null

  constructor(options: { pictures: readonly Uint8Array[]; monotonic: () => number; leaseLimitMs: number }) {
    this.pictures = options.pictures
    this.monotonic = options.monotonic
    this.leaseLimitMs = options.leaseLimitMs
    this.slots = options.pictures.map(() => ({ leases: 0 }))
    this.free = options.pictures.map((_, index) => index)
  }

  get freeSlots(): number {
    return this.free.length
  }

  /** null when every slot is in use; counted as a miss. */
  lease(owner: LeaseOwner): Lease | null {
    const slot = this.free.pop()
    if (slot === undefined) {
      this.counts.misses++
      return null
    }
    this.counts.hits++
    return this.share(slot, owner)
  }

  share(slot: number, owner: LeaseOwner): Lease {
    const lease = new Lease(this, slot, owner, this.monotonic())
    const state = this.slots[slot]
    if (!state) throw new RangeError(`no slot ${slot}`)
    state.leases++
    this.open.push(lease)
    return lease
  }

  picture(slot: number): Uint8Array {
    const picture = this.pictures[slot]
    if (!picture) throw new RangeError(`no slot ${slot}`)
    return picture
  }

  giveBack(lease: Lease): void {
    const state = this.slots[lease.slot]
    if (!state) return
    const last = this.open.pop()
    if (last !== undefined && last !== lease) this.open[this.open.indexOf(lease)] = last
    state.leases--
    if (state.leases > 0) return
    this.free.push(lease.slot)
    this.onFree?.()
  }

  countDoubleRelease(): void {
    this.counts.doubleReleases++
  }

  stats(): PoolStats {
    const now = this.monotonic()
    for (const lease of this.open) {
      if (lease.owner === 'newest' || now - lease.sinceMs <= this.leaseLimitMs || this.leaked.has(lease)) continue
      this.leaked.add(lease)
      this.counts.leaks++
    }
    const bytes = this.pictures.reduce((sum, picture) => sum + picture.length, 0)
    return { slots: this.slots.length, leased: this.slots.length - this.free.length, bytes, ...this.counts }
  }
}
