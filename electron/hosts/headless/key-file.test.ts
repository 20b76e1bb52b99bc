import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keyFileSecrets } from './key-file.ts'

describe('secrets without a keyring', () => {
  let folder = ''
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'vigil-secrets-')) })
  afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

  it('come back as they were, in another run too', async () => {
    for (const value of ['s3cret', 'p@ss w/rd:é', '', '🔑'.repeat(500)]) {
      await keyFileSecrets(folder).set('gate', value)
      expect(await keyFileSecrets(folder).get('gate')).toBe(value)
    }
    expect(await keyFileSecrets(folder).get('yard')).toBeNull()
  })
  it('stand nowhere in plain text, and only their owner reads the files', async () => {
    await keyFileSecrets(folder).set('gate', 'hunter2-hunter2')
    const files = ['secrets.json', 'secrets.key'].map((name) => join(folder, name))
    for (const file of files) {
      expect(readFileSync(file, 'latin1')).not.toContain('hunter2')
      expect(statSync(file).mode & 0o077).toBe(0)
    }
  })
  it('are sealed differently each time', async () => {
    const secrets = keyFileSecrets(folder)
    await secrets.set('a', 'same')
    await secrets.set('b', 'same')
    const sealed = JSON.parse(readFileSync(join(folder, 'secrets.json'), 'utf8')) as Record<string, string>
    expect(sealed['a']).not.toBe(sealed['b'])
  })
  it('survive being written all at once', async () => {
    const secrets = keyFileSecrets(folder)
    await Promise.all(Array.from({ length: 20 }, (_, index) => secrets.set(`c${index}`, `v${index}`)))
    expect(await Promise.all(Array.from({ length: 20 }, (_, index) => secrets.get(`c${index}`)))).toEqual(Array.from({ length: 20 }, (_, index) => `v${index}`))
  })
  it('can be deleted', async () => {
    const secrets = keyFileSecrets(folder)
    await secrets.set('gate', 'x')
    await secrets.delete('gate')
    await secrets.delete('never')
    expect(await secrets.get('gate')).toBeNull()
  })
  it.each<{ name: string; spoil: (path: (name: string) => string) => void }>([
    { name: 'another key', spoil: (path) => writeFileSync(path('secrets.key'), Buffer.alloc(32, 7)) },
    { name: 'a key cut short', spoil: (path) => writeFileSync(path('secrets.key'), 'short') },
    { name: 'a changed secret', spoil: (path) => writeFileSync(path('secrets.json'), JSON.stringify({ gate: Buffer.alloc(40).toString('base64') })) },
    { name: 'a file that is cut off', spoil: (path) => writeFileSync(path('secrets.json'), '{"gate":"AB') },
  ])('are gone with $name, and new ones can be kept', async ({ spoil }) => {
    await keyFileSecrets(folder).set('gate', 'x')
    spoil((name) => join(folder, name))
    const secrets = keyFileSecrets(folder)
    expect(await secrets.get('gate')).toBeNull()
    await secrets.set('gate', 'y')
    expect(await secrets.get('gate')).toBe('y')
  })
})
