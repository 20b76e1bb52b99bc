import type { DetectorStatus } from '../../../common/contracts/model.ts'
import { messageOf } from '../../../common/message-of.ts'
import type { MediaCommand, MediaReport } from '../../../common/wire/media-messages.ts'
import type { LoadedModel } from '../../infer/thread-messages.ts'
import { createInferPool, type InferPool } from './infer-pool.ts'

type Command = Extract<MediaCommand, { type: 'configure-detector' }>

export interface ActiveDetectorOptions {
  readonly threadEntry: URL
  /** The threads that take frames from now on; null: there are none. Called before the ones before are stopped. */
  onThreads(pool: InferPool | null): void
  post(report: MediaReport): void
}

interface InUse {
  readonly pool: InferPool
  readonly model: LoadedModel
  readonly status: DetectorStatus
}

const IDLE = { modelId: null, sha256: null, threads: 0, provider: null, note: null } as const

/** The model that detects. Another one is loaded beside it and takes over when it works; one that does not changes nothing. */
export class ActiveDetector {
  private readonly options: ActiveDetectorOptions
  private inUse: InUse | null = null
  private turn = 0

  constructor(options: ActiveDetectorOptions) {
    this.options = options
  }

  get pool(): InferPool | null {
    return this.inUse?.pool ?? null
  }

  get model(): LoadedModel | null {
    return this.inUse?.model ?? null
  }

  async configure(command: Command): Promise<void> {
    const turn = ++this.turn
    const { model: file } = command
    if (file === null) {
      await this.use(null)
      if (turn === this.turn) this.tell({ ...IDLE, state: 'motion-only', reason: command.reason })
      return
    }
    const pool = this.createPool(command)
    try {
      const model = await pool.load(file)
      if (turn !== this.turn) return void await pool.stop()
      const { provider, providerNote } = model
      await this.use({ pool, model, status: { state: 'ready', modelId: file.id, sha256: file.sha256, threads: command.threads, provider, note: providerNote, reason: null } })
      if (turn === this.turn && this.inUse) this.tell(this.inUse.status)
      this.log(providerNote === null ? 'info' : 'warn', `${file.id} runs on ${provider}${providerNote === null ? '' : ` (${providerNote})`}; recognised as ${model.recognisedAs}`)
    } catch (error) {
      await pool.stop()
      if (turn === this.turn) this.refused(messageOf(error))
    }
  }

  /** Resolves with false when a thread hangs and had to be left behind. */
  async stop(): Promise<boolean> {
    this.turn++
    return (await this.inUse?.pool.stop()) ?? true
  }

  private refused(reason: string): void {
    if (!this.inUse) return this.tell({ ...IDLE, state: 'motion-only', reason })
    const { status } = this.inUse
    this.log('error', `${reason}; ${status.modelId} stays in use`)
    this.tell({ ...status, reason: `${reason}; ${status.modelId} stays in use` })
  }

  private async use(next: InUse | null): Promise<void> {
    const before = this.inUse
    this.inUse = next
    this.options.onThreads(next?.pool ?? null)
    await before?.pool.stop()
  }

  private createPool({ threads, providers }: Command): InferPool {
    return createInferPool({
      threadEntry: this.options.threadEntry, threads, providers,
      after: (delayMs, callback) => {
        const timer = setTimeout(callback, delayMs)
        return () => clearTimeout(timer)
      },
      onReport: ({ kind, reason }) => this.log(kind === 'lost' ? 'error' : 'warn', reason),
    })
  }

  private tell(status: DetectorStatus): void {
    const model = this.model
    this.options.post({ type: 'detector', status, model: model && { family: model.family, inputWidth: model.inputWidth, inputHeight: model.inputHeight, labels: model.labels, recognisedAs: model.recognisedAs } })
  }

  private log(level: 'info' | 'warn' | 'error', text: string): void {
    this.options.post({ type: 'log', level, text, cameraId: null })
  }
}
