import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { type Disk, type DiskLog, type FileChange, type FileId, folderOf } from './disk-log.ts'

/** How a cut deals with what was not synced. */
export interface Cut {
  readonly atMs: number
  /** Disks write 512 or 4,096 bytes in one piece; a write of more may be torn anywhere between. */
  readonly sectorBytes: number
  /** Of each unsynced sector, and of each name, to be on disk. */
  readonly chance: number
  /** A file may have been made longer before its bytes arrived: what is missing is zero then. */
  readonly growsFirst: boolean
}

const SECTORS = [512, 4_096] as const
const CHANCES = [0, 0.1, 0.5, 0.9, 1] as const

export function randomCut(atMs: number, random: () => number): Cut {
  const pick = <T>(from: readonly [T, ...T[]]): T => from[Math.floor(random() * from.length)] ?? from[0]
  return { atMs, sectorBytes: pick(SECTORS), chance: pick(CHANCES), growsFirst: random() < 0.5 }
}

/**
 * What may be on a disk whose power went at a moment: everything that was synced by then, and of the rest any sector or none, whatever order they were written in.
 *
 * Stricter than ext4, xfs or btrfs are. Names last only when their folder was synced: there, a synced file brings its name along. They come and go one by one, where a journal keeps their
 * order. Only a rename is whole or not at all. A truncation may be lost while later writes are not. Where our files hold under this, they hold under any journal.
 */
export function diskAfter(log: DiskLog, cut: Cut, random: () => number): Disk {
  const { atMs } = cut
  const lasts = (chance: number): boolean => random() < chance
  const names = new Map<string, FileId>()
  for (const change of log.names) {
    if (change.startMs >= atMs) break
    const synced = change.names.every(([path]) => log.nameSyncs.get(folderOf(path))?.some((sync) => sync.startMs >= change.endMs && sync.endMs <= atMs))
    if (!synced && !lasts(cut.chance)) continue
    for (const [path, file] of change.names) {
      if (file === null) names.delete(path)
      else names.set(path, file)
    }
  }
  const disk = new Map<string, Buffer | 'folder'>()
  for (const [path, file] of [...names].sort(([a], [b]) => (a < b ? -1 : 1))) {
    // Mapped memory, never synced: on a real disk there would be anything, and here there is.
    const content = log.folders.has(file) ? 'folder' : path.endsWith('-shm') ? rubbish(32_768, random) : contentOf(log, file, cut, random)
    disk.set(path, content)
  }
  return disk
}

function contentOf(log: DiskLog, file: FileId, cut: Cut, random: () => number): Buffer {
  const changes = (log.changes.get(file) ?? []).filter(({ startMs }) => startMs < cut.atMs)
  const syncedMs = (log.syncs.get(file) ?? []).filter(({ endMs }) => endMs <= cut.atMs).reduce((latest, { startMs }) => Math.max(latest, startMs), -Infinity)
  const room = changes.reduce((most, change) => Math.max(most, change.kind === 'write' ? change.at + change.bytes.length : change.size), 0)
  const image = { bytes: Buffer.alloc(room), size: 0 }
  for (const change of changes) apply(image, change, change.endMs <= syncedMs ? null : cut, random)
  return image.bytes.subarray(0, image.size)
}

function apply(image: { readonly bytes: Buffer; size: number }, change: FileChange, cut: Cut | null, random: () => number): void {
  if (change.kind === 'size') {
    if (cut && random() >= cut.chance) return
    // What was cut off does not come back when the file grows again.
    image.bytes.fill(0, Math.min(change.size, image.size))
    image.size = change.size
    return
  }
  const { at, bytes } = change
  const step = cut?.sectorBytes ?? Math.max(1, bytes.length)
  for (let from = 0; from < bytes.length;) {
    const to = Math.min(bytes.length, from + step - (cut ? (at + from) % step : 0))
    if (!cut || random() < cut.chance) {
      bytes.copy(image.bytes, at + from, from, to)
      image.size = Math.max(image.size, at + to)
    }
    from = to
  }
  if (cut?.growsFirst) image.size = Math.max(image.size, at + bytes.length)
}

const rubbish = (bytes: number, random: () => number): Buffer => Buffer.from(Uint8Array.from({ length: bytes }, () => random() * 256))

/** Lays a disk out below `to`. What has no folder (any more) cannot be found by anybody. */
export function layOut(disk: Disk, from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const [path, content] of disk) {
    const place = join(to, relative(from, path))
    if (content === 'folder') mkdirSync(place)
    else if (dirname(path) === from || disk.get(dirname(path)) === 'folder') writeFileSync(place, content)
  }
}
