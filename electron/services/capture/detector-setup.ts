import { availableParallelism } from 'node:os'
import type { DetectorConfig } from '../../../common/contracts/config.ts'
import type { ModelFile } from '../../../common/wire/media-messages.ts'
import type { MediaLink } from './media-client.ts'

/** Half of the cores: the other half decodes and looks for motion. More than eight bring nothing but memory. */
const MOST_AUTO_THREADS = 8

export const threadsFor = (threads: DetectorConfig['threads'], cores: number): number =>
  (threads === 'auto' ? Math.max(1, Math.min(MOST_AUTO_THREADS, Math.floor(cores / 2))) : threads)

export type ModelLookup = (wanted: string) => Promise<{ model: ModelFile } | { model: null; reason: string }>

/** Tells media which model to run: at every start of the process, and when the config names another. */
export class DetectorSetup {
  private readonly media: MediaLink
  private readonly lookUp: ModelLookup
  private readonly cores: number
  private wanted: DetectorConfig | null = null
  private turn = 0

  constructor(media: MediaLink, lookUp: ModelLookup, cores = availableParallelism()) {
    this.cores = cores
    this.media = media
    this.lookUp = lookUp
    media.onUp(() => void this.send())
  }

  apply(config: DetectorConfig): void {
    if (JSON.stringify(config) === JSON.stringify(this.wanted)) return
    this.wanted = config
    void this.send()
  }

  /** The same model once more: its file, or what stands beside it, changed. */
  again(): void {
    void this.send()
  }

  private async send(): Promise<void> {
    const { wanted } = this
    if (!wanted) return
    const turn = ++this.turn
    const found = await this.lookUp(wanted.model)
    if (turn !== this.turn) return
    this.media.send({
      type: 'configure-detector', model: found.model, threads: threadsFor(wanted.threads, this.cores), providers: wanted.providers, reason: found.model === null ? found.reason : null,
    })
  }
}
