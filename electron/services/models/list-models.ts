import { basename } from 'node:path'
import type { ModelInfo } from '../../../common/contracts/model.ts'
import { CATALOGUE } from './catalogue.ts'
import { createDigestCache, findModels, type DigestCache, type FoundModel } from './model-files.ts'
import { megabytes } from './resolve-model.ts'

const digests = createDigestCache()

export interface ListModelsArgs {
  readonly folders: readonly string[]
  /** Digest of the model that detects right now. */
  readonly activeSha256: string | null
  /** A model that was tried and refused, with the reason. */
  readonly broken?: { readonly sha256: string; readonly reason: string } | null
  readonly cache?: DigestCache
}

/** The catalogue, and whatever else lies in the models folders. */
export async function listModels(args: ListModelsArgs): Promise<ModelInfo[]> {
  const found = await findModels(args.folders, args.cache ?? digests)
  const known = CATALOGUE.map((entry): ModelInfo => {
    const file = found.find(({ sha256 }) => entry.digests.includes(sha256))
    return {
      id: entry.id, title: entry.title, family: entry.family, sha256: file?.sha256 ?? null, bytes: file?.bytes ?? entry.bytes, licence: entry.licence,
      inputWidth: entry.inputWidth, inputHeight: entry.inputHeight, labels: [...entry.labels],
      ...(file ? stateOf(file, args) : { state: 'missing', reason: `Download ${entry.url} (${megabytes(entry.bytes)}) into ${args.folders[0] ?? 'a models folder'}.` }),
    }
  })
  const others = found.filter(({ sha256 }) => !CATALOGUE.some((entry) => entry.digests.includes(sha256)))
  return [...known, ...others.map((file): ModelInfo => ({
    id: file.path, title: basename(file.path), family: 'yolox', sha256: file.sha256, bytes: file.bytes, licence: null,
    inputWidth: null, inputHeight: null, labels: [], ...stateOf(file, args),
  }))]
}

function stateOf({ sha256 }: FoundModel, { activeSha256, broken }: ListModelsArgs): Pick<ModelInfo, 'state' | 'reason'> {
  if (broken?.sha256 === sha256) return { state: 'broken', reason: broken.reason }
  return { state: sha256 === activeSha256 ? 'active' : 'available', reason: null }
}
