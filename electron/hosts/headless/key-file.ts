import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '../../files/write-whole.ts'
import type { SecretStore } from '../../ports/secret-store.ts'

const ALGORITHM = 'aes-256-gcm'
const KEY_BYTES = 32
const IV_BYTES = 12
const TAG_BYTES = 16

/**
 * Secrets without a desktop's keyring: encrypted in `secrets.json`, the key beside it in `secrets.key`, both readable by their owner alone.
 * That keeps them out of backups of the config and out of sight; whoever can read the owner's files can read them.
 */
export function keyFileSecrets(folder: string): SecretStore {
  const keyFile = join(folder, 'secrets.key')
  const file = join(folder, 'secrets.json')
  let writing: Promise<unknown> = Promise.resolve()

  async function key(): Promise<Buffer> {
    const existing = await readFile(keyFile).catch(() => null)
    if (existing?.length === KEY_BYTES) return existing
    await mkdir(folder, { recursive: true })
    const fresh = randomBytes(KEY_BYTES)
    // On the disk before anything is sealed with it: without its key nothing could be opened again.
    await writeFile(keyFile, fresh, { mode: 0o600, flush: true })
    return fresh
  }

  async function readAll(): Promise<Record<string, string>> {
    const text = await readFile(file, 'utf8').catch(() => '{}')
    try {
      return JSON.parse(text) as Record<string, string>
    } catch {
      // Kept for whoever can mend it; the cameras say which passwords to enter again.
      await rename(file, `${file}.damaged`)
      return {}
    }
  }

  function change(edit: (all: Record<string, string>, key: Buffer) => void): Promise<void> {
    const next = writing.then(async () => {
      const all = await readAll()
      edit(all, await key())
      await writeWhole(file, JSON.stringify(all, null, 2))
    })
    writing = next.catch(() => undefined)
    return next
  }

  return {
    weakness: 'kept in a file that only its owner can read',
    async get(name) {
      const sealed = (await readAll())[name]
      return sealed === undefined ? null : open(sealed, await key())
    },
    set: (name, value) => change((all, secret) => { all[name] = seal(value, secret) }),
    delete: (name) => change((all) => { Reflect.deleteProperty(all, name) }),
  }
}

function seal(text: string, key: Buffer): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv(ALGORITHM, key, iv)
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64')
}

function open(sealed: string, key: Buffer): string | null {
  try {
    const bytes = Buffer.from(sealed, 'base64')
    const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES))
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
  } catch {
    // The key was replaced: the secret is lost, and the camera says which one to enter again.
    return null
  }
}
