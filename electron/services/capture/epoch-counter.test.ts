import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EpochCounter } from './epoch-counter.ts'

describe('the numbers of epochs', () => {
  let folder = ''
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'vigil-epochs-')) })
  afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

  it('count from 1, and from 1 again where nothing is kept', () => {
    for (let run = 0; run < 2; run++) {
      const counter = new EpochCounter(null)
      expect([counter.take(), counter.take(), counter.take()]).toEqual([1, 2, 3])
    }
  })
  it('never come twice, whatever happened in between', () => {
    const path = join(folder, 'not', 'yet', 'epochs')
    const seen = new Set<number>()
    for (let run = 0; run < 5; run++) {
      const counter = new EpochCounter(path)
      for (let start = 0; start < 700; start++) {
        const epoch = counter.take()
        expect(seen.has(epoch)).toBe(false)
        seen.add(epoch)
      }
    }
  })
  it('are reserved on disk before they are used', () => {
    const path = join(folder, 'epochs')
    const counter = new EpochCounter(path)
    const first = counter.take()
    expect(Number(readFileSync(path, 'utf8'))).toBeGreaterThanOrEqual(first)
  })
  it.each(['', 'x', '-5', '\u0000'])('start anew from a file that holds %j', (text) => {
    const path = join(folder, 'epochs')
    writeFileSync(path, text)
    expect(new EpochCounter(path).take()).toBe(1)
  })
  it.each(['', 'x'])('never begin anew beside footage, even from a file that holds %j', (text) => {
    const path = join(folder, 'epochs')
    writeFileSync(path, text)
    mkdirSync(join(folder, 'media'))
    const first = new EpochCounter(path, Date.UTC(2026, 10, 25)).take()
    expect(first).toBe(Date.UTC(2026, 10, 25) / 1_000 + 1)
    expect(new EpochCounter(path, 0).take()).toBeGreaterThan(first)
  })
  it('go on where nothing can be written', () => {
    const path = join(folder, 'file', 'epochs')
    writeFileSync(join(folder, 'file'), 'in the way')
    const counter = new EpochCounter(path)
    expect([counter.take(), counter.take()]).toEqual([1, 2])
  })
})
