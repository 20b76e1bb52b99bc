import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { hashFile } from './hash-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'vigil-hash-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a file\'s SHA-256', () => {
  it.each([0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3_000_000])('is that of its %i bytes', async (length) => {
    const bytes = Buffer.alloc(length, 'Vigil ')
    const path = join(folder, `${length}`)
    writeFileSync(path, bytes)
    expect(await hashFile(path)).toBe(createHash('sha256').update(bytes).digest('hex'))
  })
  it('is none when there is no file, or nobody wants it any more', async () => {
    await expect(hashFile(join(folder, 'none'))).rejects.toThrow(/ENOENT/)
    await expect(hashFile(join(folder, '1'), AbortSignal.abort(new Error('given up')))).rejects.toThrow('given up')
  })
})
