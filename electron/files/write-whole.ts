import { mkdir, rename, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** Written beside it, readable by its owner only, synced and renamed: a crash or a power cut leaves the old file or the new one, never half of it. */
export async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`)
  await writeFile(temporary, text, { mode: 0o600, flush: true })
  await rename(temporary, file)
}
