import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { safeStorage } from 'electron'
import { writeWhole } from '../../files/write-whole.ts'
import type { SecretStore } from '../../ports/secret-store.ts'

/**
 * Secrets sealed by the system's keyring, in `secrets.keyring.json`. `fallback` (the headless door's store over the same folder) is read for
 * what was saved there, and takes over where there is no keyring: Linux' `basic_text` seals with a password that everybody knows, which is
 * no better than plain text. Call after 'ready'.
 */
export async function openSafeSecrets(folder: string, fallback: SecretStore): Promise<SecretStore> {
  const file = join(folder, 'secrets.keyring.json')
  const noKeyring = process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text'
  if (noKeyring || !(await safeStorage.isAsyncEncryptionAvailable())) {
    const { get, set } = fallback
    return { get, set, delete: fallback.delete, weakness: `not encrypted by the system (${noKeyring ? 'this desktop offers no keyring, only "basic_text"' : 'its keyring does not answer'}); ${fallback.weakness ?? 'kept in a file'}` }
  }
  let turn: Promise<unknown> = Promise.resolve()
  const readAll = async (): Promise<Record<string, string>> => JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as Record<string, string>
  const change = (edit: (all: Record<string, string>) => void): Promise<void> => {
    const next = turn.then(async () => {
      const all = await readAll()
      edit(all)
      await writeWhole(file, JSON.stringify(all, null, 2))
    })
    turn = next.catch(() => undefined)
    return next
  }
  const set = async (name: string, value: string): Promise<void> => {
    const sealed = (await safeStorage.encryptStringAsync(value)).toString('base64')
    await change((all) => { all[name] = sealed })
  }
  return {
    weakness: null,
    set,
    async get(name) {
      const sealed = (await readAll())[name]
      if (sealed === undefined) return fallback.get(name)
      const opened = await safeStorage.decryptStringAsync(Buffer.from(sealed, 'base64')).catch(() => null)
      // The system changed its key: what is sealed with the old one must not stay behind.
      if (opened?.shouldReEncrypt === true) await set(name, opened.result)
      return opened?.result ?? null
    },
    async delete(name) {
      await change((all) => { Reflect.deleteProperty(all, name) })
      await fallback.delete(name)
    },
  }
}
