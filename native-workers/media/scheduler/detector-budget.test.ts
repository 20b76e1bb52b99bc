import { beforeEach, describe, expect, it } from 'vitest'
import { DetectorBudget } from './detector-budget.ts'

describe('the detector\'s time, given out', () => {
  let now: number
  let budget: DetectorBudget
  beforeEach(() => {
    now = 0
    budget = new DetectorBudget(() => now)
  })
  /** So many seconds of cameras that want so many frames a second, on one thread that takes 25 ms a run. */
  function live(seconds: number, wants: Readonly<Record<string, number>>): void {
    for (const untilMs = now + seconds * 1000; now < untilMs; now += 100) {
      for (const [camera, fps] of Object.entries(wants)) budget.wanted(camera, fps / 10)
      for (let run = 0; run < Math.min(4, Object.values(wants).reduce((sum, fps) => sum + fps, 0) / 10); run++) budget.ran(25)
      if (now % 1000 === 900) budget.settle(1, (camera) => (camera === 'file' ? null : 2))
    }
  }
  const limits = (...cameras: string[]): (number | null)[] => cameras.map((camera) => budget.limit(camera))

  it('limits nobody while there is enough', () => {
    live(5, { a: 10, b: 10 })
    expect(limits('a', 'b')).toEqual([null, null])
  })
  it('limits all by the same measure when there is not, leaves who wants little alone, and frees them again', () => {
    live(5, { a: 30, b: 30, c: 2 })
    const [a, b, c] = limits('a', 'b', 'c')
    expect(a).toBe(b)
    expect(a).toBeGreaterThan(11)
    expect(a).toBeLessThan(18)
    expect(c).toBeNull()
    live(6, { a: 10, b: 10, c: 2 })
    expect(limits('a', 'b', 'c')).toEqual([null, null, null])
  })
  it('holds rates steady where demand is about what there is', () => {
    live(5, { a: 30, b: 30 })
    const seen = new Set<number | null>()
    for (let second = 0; second < 10; second++) {
      live(1, { a: 17.5, b: 17.5 })
      seen.add(budget.limit('a'))
    }
    expect(seen.size).toBeLessThanOrEqual(2)
    expect(seen).not.toContain(null)
  })
  it('never limits a file, nor counts what it wants: it waits for the others anyway', () => {
    live(5, { file: 400, a: 10 })
    expect(limits('file', 'a')).toEqual([null, null])
  })
  it('forgets a camera that left, and everything when nothing runs', () => {
    live(5, { a: 30, b: 30 })
    budget.leave('b')
    live(5, { a: 30 })
    expect(limits('a')).toEqual([null])
    live(5, { a: 60 })
    expect(budget.limit('a')).not.toBeNull()
    now += 60_000
    budget.settle(1, () => 2)
    expect(limits('a')).toEqual([null])
  })
})
