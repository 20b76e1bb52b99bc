import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Numbers are reserved in blocks, so that the file is written rarely and a crash only skips some. */
const BLOCK = 1000

/** Gives every start of ffmpeg a number of its own, also across runs of Vigil: a frame id never comes twice. */
export class EpochCounter {
  private next: number
  private reserved: number
  private readonly path: string | null

  /** @param path where the last reserved number is kept; null counts from 1 (analyze, whose ids must repeat) */
  constructor(path: string | null) {
    this.path = path
    this.next = (path === null ? 0 : readNumber(path)) + 1
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
      writeFileSync(this.path, `${this.reserved}\n`)
    } catch {
      // A read-only data folder is reported by the store; counting on without the file only risks ids that repeat after a restart.
    }
  }
}

function readNumber(path: string): number {
  try {
    const number = Number.parseInt(readFileSync(path, 'utf8'), 10)
    return Number.isSafeInteger(number) && number > 0 ? number : 0
  } catch {
    return 0
  }
}
