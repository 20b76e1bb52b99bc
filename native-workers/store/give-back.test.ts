import { existsSync, readdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { temporaryFolder } from '../../test-support/engine.ts'
import { createMediaFiles, type MediaFiles, pathOfMedia } from './media-files.ts'

const FILE = '2026-11-21.cam-1'
const BYTES = 100 * 1024 * 1024

const filesIn = (folder: string): MediaFiles => createMediaFiles({
  folder, now: () => 0, onQuarantine: ({ reason }) => { throw new Error(reason) }, cameraOf: () => null, onFirstWrite: () => undefined, onClose: () => undefined,
})

function large(path: string): void {
  writeFileSync(path, '')
  truncateSync(path, BYTES)
}

it('a large file is gone for everybody at once, and given back after that', async () => {
  const folder = temporaryFolder()
  const files = filesIn(folder)
  large(pathOfMedia(folder, FILE))
  expect(files.unlink(FILE)).toBeNull()
  expect(files.has(FILE)).toBe(false)
  expect(files.list()).toEqual([])
  files.write(FILE, (footage) => footage.usedBytes())
  expect(await vi.waitFor(() => {
    const freed = files.unlink(FILE)
    expect(freed).not.toBeNull()
    return freed
  })).toBe(BYTES)
  expect(files.has(FILE)).toBe(true)
  files.close()
  expect(readdirSync(folder)).toEqual([`media-${FILE}.db`])
})

it('what a crash left half given back is neither a recording nor kept', async () => {
  const folder = temporaryFolder()
  const left = `${pathOfMedia(folder, FILE)}.gone`
  large(left)
  writeFileSync(join(folder, 'notes.gone'), 'somebody else’s')
  const files = filesIn(folder)
  expect(files.list()).toEqual([])
  await vi.waitFor(() => expect(existsSync(left)).toBe(false))
  expect(readdirSync(folder)).toEqual(['notes.gone'])
  files.close()
})
