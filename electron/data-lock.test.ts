import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../test-support/engine.ts'
import { DataInUse, lockData } from './data-lock.ts'

describe('the data folder', () => {
  it('belongs to one Vigil at a time, and is free afterwards', () => {
    const folder = temporaryFolder()
    const release = lockData(folder, 100, () => true)
    expect(() => lockData(folder, 200, () => true)).toThrow(DataInUse)
    expect(() => lockData(folder, 200, () => true)).toThrow(/process 100.*--data/)
    release()
    expect(existsSync(join(folder, 'vigil.lock'))).toBe(false)
    lockData(folder, 200, () => true)
  })
  it('is taken over from a process that is gone', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'vigil.lock'), '100\n')
    lockData(folder, 200, () => false)
    expect(readFileSync(join(folder, 'vigil.lock'), 'utf8')).toBe('200\n')
  })
  it('is not given back by one who lost it', () => {
    const folder = temporaryFolder()
    const release = lockData(folder, 100, () => false)
    lockData(folder, 200, () => false)
    release()
    expect(readFileSync(join(folder, 'vigil.lock'), 'utf8')).toBe('200\n')
  })
})
