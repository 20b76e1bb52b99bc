import { basename, resolve } from 'node:path'
import type { ModelFile } from '../../../common/wire/media-messages.ts'
import { CATALOGUE, type CatalogueEntry } from './catalogue.ts'
import { createDigestCache, findModels, inspectModel, type DigestCache, type FoundModel } from './model-files.ts'

export type ResolvedModel =
  | { readonly model: ModelFile }
  /** One sentence: why there is none and what to do. */
  | { readonly model: null; readonly reason: string }

const digests = createDigestCache()

/**
 * What `detector.model` of the config means on this machine. `wanted`: an id of the catalogue (any file of the folders with one of its digests),
 * a path to an .onnx file (taken as it is), or `none`. Never throws: without a model Vigil runs on motion alone.
 */
export async function resolveModel(args: { wanted: string; folders: readonly string[]; cache?: DigestCache }): Promise<ResolvedModel> {
  const { wanted, folders, cache = digests } = args
  if (wanted === 'none') return { model: null, reason: "Motion only, as the config asks for (detector.model: 'none')." }
  const entry = CATALOGUE.find(({ id }) => id === wanted)
  if (entry) return fromCatalogue(entry, await findModels(folders, cache), folders)
  if (looksLikePath(wanted)) return fromPath(resolve(wanted), cache)
  const ids = CATALOGUE.map(({ id }) => id).join(', ')
  return { model: null, reason: `There is no model "${wanted}" in the catalogue: set detector.model to one of ${ids}, to the path of an .onnx file, or to none.` }
}

export const looksLikePath = (wanted: string): boolean => /[\\/]/.test(wanted) || wanted.toLowerCase().endsWith('.onnx')

function fromCatalogue(entry: CatalogueEntry, found: readonly FoundModel[], folders: readonly string[]): ResolvedModel {
  const file = found.find(({ sha256 }) => entry.digests.includes(sha256))
  if (file) return { model: { id: entry.id, path: file.path, sha256: file.sha256, known: factsOf(entry) } }
  const impostor = found.find(({ path }) => basename(path) === entry.fileName)
  if (impostor) {
    return { model: null, reason: `${impostor.path} is not the published ${entry.id} (SHA-256 ${impostor.sha256.slice(0, 12)}…, ${impostor.bytes} bytes): download it again from ${entry.url}, or set detector.model to its path to use it as it is.` }
  }
  const folder = folders[0] ?? 'a models folder (--models DIR or VIGIL_MODELS)'
  return { model: null, reason: `The model ${entry.id} is not on this machine: download ${entry.url} (${megabytes(entry.bytes)}) into ${folder}.` }
}

async function fromPath(path: string, cache: DigestCache): Promise<ResolvedModel> {
  const file = await inspectModel(path, cache)
  if (!file) return { model: null, reason: `${path} cannot be read: set detector.model to an existing .onnx file or to one of ${CATALOGUE.map(({ id }) => id).join(', ')}.` }
  const known = CATALOGUE.find(({ digests: list }) => list.includes(file.sha256))
  if (known) return { model: { id: known.id, path, sha256: file.sha256, known: factsOf(known) } }
  return { model: { id: basename(path).replace(/\.onnx$/i, ''), path, sha256: file.sha256 } }
}

const factsOf = ({ family, labels }: CatalogueEntry): NonNullable<ModelFile['known']> => ({ family, familyFrom: 'the catalogue', names: { list: labels, from: 'the catalogue' } })

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
