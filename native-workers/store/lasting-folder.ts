import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a folder that is still there after a power cut. SQLite syncs its files and their names, but a folder's own name is in the folder above: without
 * it, everything that was synced inside cannot be found any more. Folders that were there already are left as they are.
 */
export function makeLastingFolder(path: string): void {
  const first = mkdirSync(path, { recursive: true })
  if (first === undefined) return
  for (let made = path; made !== dirname(first) && made !== dirname(made); made = dirname(made)) syncNames(dirname(made))
}

/** Makes names in a folder last that are new or gone. Windows opens no folder for this, and needs none: NTFS writes names to its journal. */
export function syncNames(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
