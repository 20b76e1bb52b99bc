import { dirname, resolve } from 'node:path'
import type { DetectorStatus, ModelInfo, ModelTraits } from '../../../common/contracts/model.ts'
import { EditError } from '../../../common/edit-error.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CheckModel } from './check-model.ts'
import { importModel, removeIncoming, type IncomingModel } from './import-model.ts'
import { listModels, type Trial } from './list-models.ts'
import { createDigestCache, findModels } from './model-files.ts'
import { resolveModel, type ResolvedModel } from './resolve-model.ts'

export interface ModelLibraryOptions {
  readonly dataFolder: string
  readonly folders: readonly string[]
  readonly check: CheckModel
  readonly clock: Clock
  readonly mostBytes?: number
  /** `detector.model` as it is in force. */
  wanted(): string
  status(): DetectorStatus
  /** Writes `detector.model`; rejects with an EditError when that cannot be. */
  choose(id: string): Promise<void>
  /** The file of the model in use, or what stands beside it, changed. */
  reload(): void
}

/** The models of this machine: which there are, new ones, and which is in use. */
export class ModelLibrary {
  private readonly options: ModelLibraryOptions
  private readonly cache = createDigestCache()
  private readonly tried = new Map<string, Trial>()
  private traits: ModelTraits | null = null

  constructor(options: ModelLibraryOptions) {
    this.options = options
  }

  /** Where imported models go. */
  get folder(): string {
    return resolve(this.options.dataFolder, 'models')
  }

  tidy(): Promise<void> {
    return removeIncoming(this.folder)
  }

  /** What the detector found out about the model it runs. */
  inUse(traits: ModelTraits | null): void {
    this.traits = traits
  }

  resolve(wanted: string): Promise<ResolvedModel> {
    return resolveModel({ wanted, folders: this.options.folders, cache: this.cache })
  }

  list(): Promise<ModelInfo[]> {
    const { folders, wanted, status } = this.options
    return listModels({ folders, wanted: wanted(), active: { sha256: status().sha256, traits: this.traits }, tried: this.tried, cache: this.cache })
  }

  /** Throws an EditError with one clear line when the model is refused. */
  async import(model: IncomingModel): Promise<ModelInfo> {
    const { check, clock, mostBytes } = this.options
    const path = await importModel({
      model, folder: this.folder, check, clock, mostBytes,
      sameAs: async (sha256) => (await findModels([this.folder], this.cache)).find((file) => file.sha256 === sha256)?.path ?? null,
    })
    const info = await this.require(path)
    if (info.sha256 !== null) this.tried.delete(info.sha256)
    if (info.state === 'active') this.options.reload()
    return { ...info, ...(info.state === 'broken' && { state: 'available', reason: null }) }
  }

  /** Throws an EditError: no such model, not on this machine, or tried and refused; then the one in use stays. */
  async activate(id: string): Promise<ModelInfo | null> {
    if (id === 'none') {
      await this.options.choose(id)
      return null
    }
    const info = await this.require(id)
    const { model, ...none } = await this.resolve(id)
    if (!model) throw new EditError('conflict', ['reason' in none ? none.reason : `${id} is not on this machine`])
    const outcome = await this.options.check(model)
    this.tried.set(model.sha256, outcome.type === 'usable' ? { usable: true, traits: outcome.traits, licence: outcome.licence } : { usable: false, reason: outcome.reason })
    if (outcome.type === 'refused') throw new EditError('invalid', [outcome.reason])
    await this.options.choose(info.id)
    return this.require(id)
  }

  private async require(id: string): Promise<ModelInfo> {
    const models = await this.list()
    const named = models.find((model) => model.id === id)
    if (named) return named
    // A file in the folder may be one of the catalogue, and is listed under its name there.
    const file = dirname(id) === this.folder ? (await findModels([this.folder], this.cache)).find(({ path }) => path === id) : undefined
    const info = file && models.find(({ sha256 }) => sha256 === file.sha256)
    if (!info) throw new EditError('not-found', [`there is no model "${id}"; expected one of ${models.map((model) => model.id).join(', ')}, or none`])
    return info
  }
}
