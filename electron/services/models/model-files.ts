import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { hashFile } from '../../files/hash-file.ts'

/** A model file on this machine. */
export interface FoundModel {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

/** Digests of files that have not changed since: by path, size and time of change. */
export type DigestCache = Map<string, string>

export const createDigestCache = (): DigestCache => new Map()

/** Null when there is no such file, or it cannot be read. */
export async function inspectModel(path: string, cache: DigestCache): Promise<FoundModel | null> {
  const info = await stat(path).catch(() => null)
  if (!info?.isFile()) return null
  const key = `${path}\n${info.size}\n${info.mtimeMs}`
  const known = cache.get(key)
  if (known) return { path, bytes: info.size, sha256: known }
  const sha256 = await hashFile(path).catch(() => null)
  if (sha256 === null) return null
  cache.set(key, sha256)
  return { path, bytes: info.size, sha256 }
}

/** All .onnx files of the folders, in the order of the folders, then by name. A folder that is not there holds none. */
export async function findModels(folders: readonly string[], cache: DigestCache): Promise<FoundModel[]> {
  const found: FoundModel[] = []
  for (const folder of folders) {
    const names = await readdir(folder).catch(() => [] as string[])
    for (const name of names.filter((name) => name.toLowerCase().endsWith('.onnx')).toSorted()) {
      const model = await inspectModel(join(folder, name), cache)
      if (model) found.push(model)
    }
  }
  return found
}
