import { mkdirSync, watch } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { type Document, isMap, isSeq } from 'yaml'
import type { CameraConfig } from '../../../common/contracts/camera-config.ts'
import type { VigilConfig } from '../../../common/contracts/config.ts'
import { writeWhole } from '../../files/write-whole.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Logger } from '../../ports/logger.ts'
import { EditError } from '../../../common/edit-error.ts'
import { variableOf } from './environment.ts'
import { formatProblem } from './config-problems.ts'
import { expandAliases, isUnresolvedAlias } from './yaml-aliases.ts'
import { readConfigText } from './config-text.ts'

/** The file is not usable; one line per problem. */
export class ConfigError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

export interface ConfigServiceOptions {
  readonly file: string
  readonly overrides: ReadonlyMap<string, string>
  readonly clock: Clock
  readonly logger: Logger
}

const SETTLE_MS = 150

/** The config file: read, watched, and edited by the screens without losing comments or order. */
export class ConfigService {
  private readonly options: ConfigServiceOptions
  private text = ''
  private current: VigilConfig
  private readonly listeners: ((config: VigilConfig) => void)[] = []
  private editing: Promise<unknown> = Promise.resolve()
  private cancelReload: (() => void) | null = null
  /** Counts changes; stands on every event as the version of the rules it was judged by. */
  version = 1
  /** One line per problem while the file on disk is not usable and the last good one is in force. */
  problems: readonly string[] = []

  private constructor(options: ConfigServiceOptions, text: string, config: VigilConfig) {
    this.options = options
    this.text = text
    this.current = config
  }

  /** Throws a ConfigError when the file cannot be used. A missing file is an empty config. */
  static async load(options: ConfigServiceOptions): Promise<ConfigService> {
    const text = await readFile(options.file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return 'version: 1\n'
      if (error.code === 'ENOTDIR') throw new ConfigError([`${dirname(options.file)}: is not a folder; move that file away, or choose another folder with --data`])
      throw new ConfigError([`${options.file}: cannot be read (${error.code ?? error.message}); check that it is a file and may be read`])
    })
    const reading = readConfigText(text, options.overrides)
    if (!reading.ok) throw new ConfigError(reading.problems.map((problem) => formatProblem(basename(options.file), problem)))
    for (const warning of reading.warnings) options.logger.warn({}, formatProblem(basename(options.file), warning))
    return new ConfigService(options, text, reading.config)
  }

  get config(): VigilConfig {
    return this.current
  }

  get file(): string {
    return this.options.file
  }

  onChange(listener: (config: VigilConfig) => void): void {
    this.listeners.push(listener)
  }

  /** Watches the folder, not the file: editors replace files. Makes the folder if it is not there yet, as on the first start. */
  watch(): () => void {
    const { file, clock, logger } = this.options
    const folder = dirname(file)
    try {
      mkdirSync(folder, { recursive: true })
      const watcher = watch(folder, (_, name) => {
        if (name !== null && name !== basename(file)) return
        this.cancelReload?.()
        this.cancelReload = clock.after(SETTLE_MS, () => void this.reload())
      })
      watcher.on('error', () => undefined)
      return () => { this.cancelReload?.(); watcher.close() }
    } catch (error) {
      logger.warn({}, `${folder} cannot be watched (${(error as NodeJS.ErrnoException).code ?? String(error)}): changes of ${basename(file)} take effect at the next start`)
      return () => undefined
    }
  }

  addCamera(camera: Record<string, unknown>): Promise<VigilConfig> {
    return this.edit((document) => {
      if (!isSeq(document.get('cameras'))) document.set('cameras', document.createNode([]))
      document.addIn(['cameras'], document.createNode(camera))
    })
  }

  removeCamera(id: string): Promise<VigilConfig> {
    return this.edit((document) => { document.deleteIn(['cameras', this.indexOf(id)]) })
  }

  /** Sets the given keys of a camera; groups are merged, lists replaced, `undefined` removes a key. */
  patchCamera(id: string, patch: Record<string, unknown>): Promise<VigilConfig> {
    return this.edit((document) => mergeIn(document, ['cameras', this.indexOf(id)], patch))
  }

  /** Sets `detector.model`. Rejects when the environment decides it. */
  async chooseModel(id: string): Promise<void> {
    const path = 'detector.model'
    if (this.options.overrides.has(path)) throw new EditError('conflict', [`the model is set by ${variableOf(path)} in the environment; take that away to choose one here`])
    try {
      await this.edit((document) => mergeIn(document, ['detector'], { model: id }))
    } catch (error) {
      throw error instanceof ConfigError ? new EditError('invalid', error.problems) : error
    }
  }

  camera(id: string): CameraConfig | null {
    return this.current.cameras.find((camera) => camera.id === id) ?? null
  }

  private indexOf(id: string): number {
    const index = this.current.cameras.findIndex((camera) => camera.id === id)
    if (index < 0) throw new ConfigError([`there is no camera "${id}" any more; it was taken out of ${basename(this.file)}`])
    return index
  }

  /** One edit after the other; nothing is written unless the whole file is valid afterwards. */
  private edit(change: (document: Document) => void): Promise<VigilConfig> {
    const next = this.editing.then(async () => {
      // What somebody has just written into the file by hand must not be overwritten with what was read before.
      await this.takeFromDisk()
      if (this.problems.length > 0) throw new ConfigError([`${basename(this.file)} has mistakes that must be mended first`, ...this.problems])
      const text = this.changed(change)
      const checked = readConfigText(text, this.options.overrides)
      if (!checked.ok) throw new ConfigError(checked.problems.map(({ path, text: problem }) => `${path}: ${problem}`))
      await writeWhole(this.file, text)
      this.accept(text, checked.config)
      return this.current
    })
    this.editing = next.catch(() => undefined)
    return next
  }

  /** The file's text after the change; comments, order and aliases survive, as long as what the aliases refer to does. */
  private changed(change: (document: Document) => void, aliases: 'kept' | 'written out' = 'kept'): string {
    const reading = readConfigText(this.text)
    if (!reading.ok) throw new ConfigError(reading.problems.map((problem) => formatProblem(basename(this.file), problem)))
    const { document } = reading
    if (!isMap(document.contents)) document.contents = document.createNode({ version: 1 }) as never
    if (aliases === 'written out') expandAliases(document)
    change(document)
    try {
      return document.toString({ lineWidth: 160 })
    } catch (error) {
      // The change took an anchor away that is referred to elsewhere.
      if (!isUnresolvedAlias(error) || aliases === 'written out') throw error
      return this.changed(change, 'written out')
    }
  }

  private async reload(): Promise<void> {
    await this.editing
    await this.takeFromDisk()
  }

  private async takeFromDisk(): Promise<void> {
    const text = await readFile(this.file, 'utf8').catch(() => null)
    if (text === null) return
    if (text === this.text) {
      if (this.problems.length === 0) return
      // The mistake was taken back.
      this.problems = []
      this.notify()
      return
    }
    const reading = readConfigText(text, this.options.overrides)
    if (!reading.ok) {
      const before = this.problems
      this.problems = reading.problems.map((problem) => formatProblem(basename(this.file), problem))
      if (this.problems.join() === before.join()) return
      for (const problem of this.problems) this.options.logger.error({}, `${problem}; the last good config stays in force`)
      this.notify()
      return
    }
    this.accept(text, reading.config)
  }

  private accept(text: string, config: VigilConfig): void {
    this.text = text
    this.current = config
    this.problems = []
    this.version++
    this.notify()
  }

  private notify(): void {
    for (const listener of this.listeners) listener(this.current)
  }
}

function mergeIn(document: Document, path: readonly (string | number)[], patch: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(patch)) {
    const at = [...path, key]
    // As in a JSON merge patch (RFC 7396): null takes the key out.
    if (value === undefined || value === null) document.deleteIn(at)
    else if (isPlainObject(value) && isMap(document.getIn(at, true))) mergeIn(document, at, value)
    else document.setIn(at, document.createNode(value, { flow: isNested(value) }))
  }
}

const isPlainObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
/** Lists of shapes are written one shape a line, as a person would. */
const isNested = (value: unknown): boolean => isPlainObject(value)
