import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Numbers are reserved in blocks, so that the file is written rarely and a crash only skips some. */
const BLOCK = 1000

/** Gives every start of ffmpeg a number of its own, also across runs of Vigil: a frame id never comes twice. */
export class EpochCounter {
  private next: number
  private reserved: number
  private readonly path: string | null

  /**
   * @param path where the last reserved number is kept; null counts from 1 (analyze, whose ids must repeat)
   * @param nowMs wall clock: where the number is lost and there is footage, counting goes on from the seconds since 1970, which no counter reaches
   */
  constructor(path: string | null, nowMs = 0) {
    this.path = path
    this.next = (path === null ? 0 : readNumber(path) || afterLoss(path, nowMs)) + 1
    this.reserved = this.next - 1
  }

  take(): number {
    if (this.next > this.reserved) this.reserve()
    return this.next++
  }

  private reserve(): void {
    this.reserved = this.next - 1 + BLOCK
    if (this.path === null) return
    try {
      mkdirSync(dirname(this.path), { recursive: true })
      // In one piece, and synced: a full disk must not leave an empty file nor a power cut the old one, or numbers would begin anew and footage be taken for what is there already.
      writeFileSync(`${this.path}.new`, `${this.reserved}\n`, { flush: true })
      renameSync(`${this.path}.new`, this.path)
      syncNames(dirname(this.path))
    } catch {
      // A read-only data folder is reported by the store; counting on without the file only risks ids that repeat after a restart.
    }
  }
}

/** Windows opens no folder for this, and needs none: NTFS writes names to its journal. */
function syncNames(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

const afterLoss = (path: string, nowMs: number): number => (existsSync(join(dirname(path), 'media')) ? Math.floor(nowMs / 1_000) : 0)

function readNumber(path: string): number {
  try {
    const number = Number.parseInt(readFileSync(path, 'utf8'), 10)
    return Number.isSafeInteger(number) && number > 0 ? number : 0
  } catch {
    return 0
  }
}
