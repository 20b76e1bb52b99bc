import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../../../test-support/engine.ts'
import { app, keyring } from '../../../test-support/fake-electron.ts'
import type { SecretStore } from '../../ports/secret-store.ts'
import { keyFileSecrets } from '../headless/key-file.ts'
import { openSafeSecrets } from './safe-secrets.ts'

beforeAll(() => app.becomeReady())

let folder: string
const open = (): Promise<SecretStore> => openSafeSecrets(folder, keyFileSecrets(folder))
const file = (): string => join(folder, 'secrets.keyring.json')

beforeEach(() => {
  folder = temporaryFolder()
  Object.assign(keyring, { backend: 'gnome_libsecret', available: true, key: 1 })
})

describe('with a keyring', () => {
  it('keeps secrets sealed, readable by the owner alone', async () => {
    const secrets = await open()
    expect(secrets.weakness).toBeNull()
    await Promise.all([secrets.set('gate', 'open sesame'), secrets.set('yard', 'äöü')])
    expect(readFileSync(file(), 'utf8')).not.toContain('open sesame')
    // Windows has no such mode; the folder's own rights count there.
    expect(statSync(file()).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600)
    const again = await open()
    expect([await again.get('gate'), await again.get('yard'), await again.get('none')]).toEqual(['open sesame', 'äöü', null])
    await again.delete('gate')
    expect([await again.get('gate'), await again.get('yard')]).toEqual([null, 'äöü'])
  })

  it('reads what the headless door saved in the same folder', async () => {
    await keyFileSecrets(folder).set('gate', 'from headless')
    const secrets = await open()
    expect(await secrets.get('gate')).toBe('from headless')
    await secrets.delete('gate')
    expect(await secrets.get('gate')).toBeNull()
  })

  it('seals again what an older key sealed', async () => {
    const secrets = await open()
    await secrets.set('gate', 'open sesame')
    const before = readFileSync(file(), 'utf8')
    keyring.key = 2
    expect(await secrets.get('gate')).toBe('open sesame')
    expect(readFileSync(file(), 'utf8')).not.toBe(before)
  })
})

it.each([
  { name: 'Linux\' basic_text', turn: { backend: 'basic_text' }, words: /not encrypted by the system.*basic_text/ },
  { name: 'a keyring that does not answer', turn: { available: false }, words: /not encrypted by the system.*does not answer/ },
])('says how weak it is, and uses the file with its own key: $name', async ({ turn, words }) => {
  Object.assign(keyring, turn)
  // Only Linux has more than one back end.
  vi.spyOn(process, 'platform', 'get').mockReturnValue('linux')
  const secrets = await open()
  expect(secrets.weakness).toMatch(words)
  await secrets.set('gate', 'open sesame')
  expect(existsSync(file())).toBe(false)
  expect(await keyFileSecrets(folder).get('gate')).toBe('open sesame')
  vi.restoreAllMocks()
})
