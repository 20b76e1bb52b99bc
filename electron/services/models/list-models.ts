import { basename } from 'node:path'
import type { ModelInfo, ModelTraits } from '../../../common/contracts/model.ts'
import { CATALOGUE } from './catalogue.ts'
import { createDigestCache, findModels, inspectModel, type DigestCache, type FoundModel } from './model-files.ts'
import { readRecord } from './model-record.ts'
import { looksLikePath, megabytes } from './resolve-model.ts'

const digests = createDigestCache()
const NOTHING = { sha256: null, traits: null }

export interface ListModelsArgs {
  readonly folders: readonly string[]
  /** `detector.model` of the config: a file outside the folders is listed as well. */
  readonly wanted?: string
  /** The model that detects right now. */
  readonly active: { readonly sha256: string | null; readonly traits: ModelTraits | null }
  /** What trials showed since the start, by digest. */
  readonly tried?: ReadonlyMap<string, Trial>
  readonly cache?: DigestCache
}

export type Trial = { readonly usable: true; readonly traits: ModelTraits; readonly licence: string | null } | { readonly usable: false; readonly reason: string }

/** The catalogue, and whatever else lies in the models folders. */
export async function listModels(args: ListModelsArgs): Promise<ModelInfo[]> {
  const cache = args.cache ?? digests
  const found = await findModels(args.folders, cache)
  if (args.wanted !== undefined && looksLikePath(args.wanted) && !found.some(({ path }) => path === args.wanted)) {
    const elsewhere = await inspectModel(args.wanted, cache)
    if (elsewhere) found.push(elsewhere)
  }
  const known = CATALOGUE.map((entry): ModelInfo => {
    const file = found.find(({ sha256 }) => entry.digests.includes(sha256))
    return {
      id: entry.id, title: entry.title, family: entry.family, sha256: file?.sha256 ?? null, bytes: file?.bytes ?? entry.bytes, licence: entry.licence,
      provenance: entry.url, inputWidth: entry.inputWidth, inputHeight: entry.inputHeight, labels: [...entry.labels],
      ...(file ? stateOf(file, args) : { state: 'missing', reason: `Download ${entry.url} (${megabytes(entry.bytes)}) into ${args.folders[0] ?? 'a models folder'}.` }),
    }
  })
  // Of copies of one model, the one that the config names is in use.
  const isCopy = (file: FoundModel): boolean => file.path !== args.wanted && found.some(({ path, sha256 }) => path === args.wanted && sha256 === file.sha256)
  const others = found.filter(({ sha256 }) => !CATALOGUE.some((entry) => entry.digests.includes(sha256)))
  return [...known, ...await Promise.all(others.map((file) => otherModel(file, isCopy(file) ? { ...args, active: NOTHING } : args)))]
}

async function otherModel(file: FoundModel, args: ListModelsArgs): Promise<ModelInfo> {
  const record = await readRecord(file.path, file.sha256)
  const trial = args.tried?.get(file.sha256)
  const active = file.sha256 === args.active.sha256 ? args.active.traits : null
  const traits = active ?? (trial?.usable ? trial.traits : null) ?? record?.traits ?? null
  return {
    id: file.path, title: basename(file.path).replace(/\.onnx$/i, ''), family: traits?.family ?? null, sha256: file.sha256, bytes: file.bytes,
    licence: record?.licence ?? (trial?.usable ? trial.licence : null), provenance: record ? `imported ${record.importedAt.slice(0, 10)} from ${record.from}` : null,
    inputWidth: traits?.inputWidth ?? null, inputHeight: traits?.inputHeight ?? null, labels: [...traits?.labels ?? []], ...stateOf(file, args),
  }
}

function stateOf({ sha256 }: FoundModel, { active, tried }: ListModelsArgs): Pick<ModelInfo, 'state' | 'reason'> {
  if (sha256 === active.sha256) return { state: 'active', reason: null }
  const trial = tried?.get(sha256)
  return trial?.usable === false ? { state: 'broken', reason: trial.reason } : { state: 'available', reason: null }
}
