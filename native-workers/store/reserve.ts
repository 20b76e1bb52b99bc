import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Room that is set aside for the moment there is none: deleting needs the catalogue to note it. */
export interface Reserve {
  /** Sets it aside again, where there is room for it. */
  keep(): void
  /** Gives it up. False when it was given up before. */
  release(): boolean
}

/** For the catalogue's log and the pages of a few steps. */
const BYTES = 4 * 1024 * 1024

export function createReserve(folder: string): Reserve {
  const path = join(folder, 'reserve')
  return {
    keep() {
      if (existsSync(path)) return
      try {
        // Written, not only made long: a hole would set nothing aside.
        writeFileSync(path, Buffer.alloc(BYTES), { flag: 'wx' })
      } catch {
        // Half of it would only be in the way.
        rmSync(path, { force: true })
      }
    },
    release() {
      if (!existsSync(path)) return false
      rmSync(path, { force: true })
      return true
    },
  }
}
