import { beforeEach, describe, expect, it } from 'vitest'
import { FramePool } from './frame-pool.ts'

const SLOTS = 3
const LIMIT_MS = 1_000

describe('a camera\'s frames', () => {
  let nowMs = 0
  let pool: FramePool
  beforeEach(() => {
    nowMs = 0
    pool = new FramePool({ pictures: Array.from({ length: SLOTS }, () => new Uint8Array(6)), monotonic: () => nowMs, leaseLimitMs: LIMIT_MS })
  })
  const take = (): NonNullable<ReturnType<FramePool['lease']>> => pool.lease('analysis') ?? expect.unreachable('no slot is free')

  it('are as many as there are slots, and then none', () => {
    const leases = [take(), take(), take()]
    expect(new Set(leases.map(({ slot }) => slot)).size).toBe(SLOTS)
    expect(pool.lease('analysis')).toBeNull()
    expect(pool.stats()).toMatchObject({ slots: SLOTS, leased: SLOTS, hits: SLOTS, misses: 1, bytes: 18 })
    leases[1]?.release()
    expect(pool.freeSlots).toBe(1)
    expect(take().slot).toBe(leases[1]?.slot)
  })
  it('are free when the last of those who share them is done', () => {
    let freed = 0
    pool.onFree = () => { freed++ }
    const analysis = take()
    const newest = analysis.share('newest')
    const viewer = newest.share('viewer')
    analysis.release()
    newest.release()
    expect([pool.freeSlots, freed]).toEqual([2, 0])
    expect(viewer.picture).toHaveLength(6)
    viewer.release()
    expect([pool.freeSlots, freed]).toEqual([3, 1])
  })
  it('cannot be used or shared once they are given back', () => {
    const lease = take()
    lease.release()
    expect(() => lease.picture).toThrow(/used by analysis after its release/)
    expect(() => lease.share('viewer')).toThrow(/shared by analysis after its release/)
  })
  it('given back twice are counted, and free once', () => {
    const lease = take()
    lease.release()
    lease.release()
    expect(pool.stats()).toMatchObject({ leased: 0, doubleReleases: 1 })
    const [a, b, c] = [take(), take(), take()]
    expect(new Set([a.slot, b.slot, c.slot]).size).toBe(SLOTS)
  })
  it('are given back at the end of a block', () => {
    // What `using` calls; the layer check cannot read that word yet.
    take()[Symbol.dispose]()
    expect(pool.freeSlots).toBe(SLOTS)
  })
  it('that somebody forgot are counted once, the one on show never', () => {
    take()
    pool.share(take().slot, 'newest')
    nowMs = LIMIT_MS
    expect(pool.stats().leaks).toBe(0)
    nowMs = LIMIT_MS + 1
    expect(pool.stats().leaks).toBe(2)
    nowMs = LIMIT_MS * 100
    expect(pool.stats().leaks).toBe(2)
  })
  it('that do not exist cannot be named', () => {
    expect(() => pool.share(SLOTS, 'viewer')).toThrow(/no slot 3/)
    expect(() => pool.picture(-1)).toThrow(/no slot -1/)
  })
})
