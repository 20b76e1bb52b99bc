import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'

const AT_ONCE = 1 << 20

/**
 * SHA-256 of a file, in hex. One piece of memory for the whole file: a stream takes new memory for every 64 KB. Rejects when the file cannot be read, or with the
 * signal's reason.
 */
export async function hashFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  const memory = Buffer.allocUnsafeSlow(AT_ONCE)
  const file = await open(path)
  try {
    for (let read = -1; read !== 0;) {
      signal?.throwIfAborted()
      read = (await file.read(memory)).bytesRead
      hash.update(memory.subarray(0, read))
    }
  } finally {
    await file.close()
  }
  return hash.digest('hex')
}
