import { readdirSync, renameSync } from 'node:fs'
import { open, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { syncNames } from './lasting-folder.ts'

const GONE = '.gone'
/**
 * A file system frees a file of gigabytes in one piece of its journal, and whoever writes with a sync meanwhile waits for that (ext4, 2 GB: 50 to 120 ms). In
 * pieces of this size the longest wait is 5 ms, and the whole takes as long.
 */
const PIECE_BYTES = 16 * 1024 * 1024

/** From now on nobody finds the file under its name, also after a crash or a power cut: what is left of it is no damaged recording. Returns where it is. */
export function putAside(path: string): string {
  renameSync(path, path + GONE)
  // Or a power cut might bring the name back, with half of what it was.
  syncNames(dirname(path))
  return path + GONE
}

/** Frees a file that was put aside, from its end. Never throws: what cannot be freed now is tried again at the next start. */
export async function giveBack(path: string): Promise<void> {
  try {
    const handle = await open(path, 'r+')
    try {
      for (let left = (await handle.stat()).size; left > PIECE_BYTES;) {
        left -= PIECE_BYTES
        await handle.truncate(left)
      }
    } finally {
      await handle.close()
    }
    await unlink(path)
  } catch {
    // Somebody else's hand, or a disk that fails: it has another name already and is in nobody's way.
  }
}

/** Files that were put aside before a crash. */
export const leftBehind = (folder: string): string[] => readdirSync(folder).filter((name) => name.startsWith('media-') && name.endsWith(`.db${GONE}`)).map((name) => join(folder, name))
