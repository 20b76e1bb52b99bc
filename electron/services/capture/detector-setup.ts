import type { DetectorConfig } from '../../../common/contracts/config.ts'
import type { ModelFile } from '../../../common/wire/media-messages.ts'
import type { MediaLink } from './media-client.ts'

export type ModelLookup = (wanted: string) => Promise<{ model: ModelFile } | { model: null; reason: string }>

/** Tells media which model to run: at every start of the process, and when the config names another. */
export class DetectorSetup {
  private readonly media: MediaLink
  private readonly lookUp: ModelLookup
  private wanted: DetectorConfig | null = null
  private turn = 0

  constructor(media: MediaLink, lookUp: ModelLookup) {
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
      type: 'configure-detector', model: found.model, threads: wanted.threads, providers: wanted.providers, reason: found.model === null ? found.reason : null,
    })
  }
}
