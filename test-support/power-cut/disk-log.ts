import { dirname } from 'node:path'
import type { FileCall } from './strace.ts'

/** A file or folder, whatever its names: what the file system calls an inode. */
export type FileId = number

/** What lies in a folder: content by path. */
export type Disk = ReadonlyMap<string, Buffer | 'folder'>

interface Timed { readonly startMs: number; readonly endMs: number }
export type FileChange = Timed & ({ readonly kind: 'write'; readonly at: number; readonly bytes: Buffer } | { readonly kind: 'size'; readonly size: number })
/** Names that changed in one step: what each stands for from then on, null where it is gone. A rename has two. */
export type NameChange = Timed & { readonly names: readonly (readonly [path: string, file: FileId | null])[] }

/** All that a process asked of a folder's files, and when it had what made sure of. */
export interface DiskLog {
  readonly changes: ReadonlyMap<FileId, readonly FileChange[]>
  readonly names: readonly NameChange[]
  readonly folders: ReadonlySet<FileId>
  /** fsync and fdatasync of a file's content. */
  readonly syncs: ReadonlyMap<FileId, readonly Timed[]>
  /** fsync of a folder: of the names in it. */
  readonly nameSyncs: ReadonlyMap<string, readonly Timed[]>
  readonly fromMs: number
  readonly toMs: number
}

interface Opened { readonly path: string; readonly file: FileId | null; at: number }

/** Reads a trace of a process that found in `folder` what is in `found`, and nothing else of its own. Throws for a call it does not know the meaning of. */
export function diskLog(calls: readonly FileCall[], folder: string, found: Disk): DiskLog {
  const changes = new Map<FileId, FileChange[]>()
  const syncs = new Map<FileId, Timed[]>()
  const nameSyncs = new Map<string, Timed[]>()
  const names: NameChange[] = []
  const folders = new Set<FileId>()
  const now = new Map<string, FileId>()
  const opened = new Map<number, Opened>()
  let last = 0
  const isOurs = (path: string): boolean => path === folder || path.startsWith(`${folder}/`)
  const rename = (time: Timed, set: NameChange['names']): void => {
    names.push({ ...time, names: set })
    for (const [path, file] of set) {
      if (file === null) now.delete(path)
      else now.set(path, file)
    }
  }
  const push = <K, T>(map: Map<K, T[]>, key: K, what: T): void => {
    const known = map.get(key)
    if (known) known.push(what)
    else map.set(key, [what])
  }
  const change = (file: FileId, what: FileChange): void => push(changes, file, what)

  const step = ({ name, args, strings, result, startMs, endMs }: FileCall): void => {
    const time = { startMs, endMs }
    const [path = '', target = ''] = name.includes('write') ? [] : strings.map(String)
    const numbers = args.split(',').map((arg) => Number(arg.trim()))
    const own = opened.get(numbers[0] ?? -1)
    if (name === 'close') return void opened.delete(numbers[0] ?? -1)
    if (/^(?:open|openat|creat)$/.test(name)) {
      opened.delete(result)
      if (!isOurs(path)) return
      if (!now.has(path) && /O_CREAT/.test(args)) rename(time, [[path, ++last]])
      const file = now.get(path) ?? null
      if (file !== null && /O_TRUNC/.test(args)) change(file, { ...time, kind: 'size', size: 0 })
      return void opened.set(result, { path, file: path === folder || (file !== null && folders.has(file)) ? null : file, at: 0 })
    }
    if (name.startsWith('mkdir') && isOurs(path)) {
      folders.add(++last)
      return rename(time, [[path, last]])
    }
    if (/^(?:unlink|rmdir)/.test(name) && isOurs(path)) return rename(time, [[path, null]])
    if (name.startsWith('rename') && isOurs(path)) return rename(time, [[path, null], [target, now.get(path) ?? null]])
    if (!own) return
    if (/^(?:fsync|fdatasync)$/.test(name)) return own.file === null ? push(nameSyncs, own.path, time) : push(syncs, own.file, time)
    if (own.file === null) throw new Error(`${name} on the folder ${own.path}`)
    // A write that was under way is taken for the whole it would have been.
    const [bytes = Buffer.alloc(0)] = strings
    const written = Number.isNaN(result) ? bytes : bytes.subarray(0, result)
    if (name === 'pwrite64') return change(own.file, { ...time, kind: 'write', at: numbers.at(-1) ?? 0, bytes: written })
    if (name === 'ftruncate') return change(own.file, { ...time, kind: 'size', size: numbers[1] ?? 0 })
    if (name !== 'write') throw new Error(`the store changes ${own.path} by ${name}, which power cuts know nothing of yet`)
    change(own.file, { ...time, kind: 'write', at: own.at, bytes: written })
    own.at += written.length
  }
  const always = { startMs: -Infinity, endMs: -Infinity }
  for (const [path, content] of found) {
    rename(always, [[path, ++last]])
    push(nameSyncs, folderOf(path), always)
    push(syncs, last, always)
    if (content === 'folder') folders.add(last)
    else change(last, { ...always, kind: 'write', at: 0, bytes: content })
  }
  for (const call of calls) step(call)
  const ours = [...names, ...[...changes.values()].flat(), ...[...syncs.values()].flat()].map(({ startMs }) => startMs).filter(Number.isFinite)
  return { changes, names, folders, syncs, nameSyncs, fromMs: ours.reduce((a, b) => Math.min(a, b), Infinity), toMs: ours.reduce((a, b) => Math.max(a, b), 0) }
}

export const folderOf = (path: string): string => dirname(path)
