import type { DetectorStatus } from '../../../common/contracts/model.ts'
import type { ClipService } from '../clips/clip-service.ts'
import type { ConfigService } from '../config/config-service.ts'
import type { EventRules } from '../../../common/rules/event-rules.ts'
import { effectiveOn } from '../../../common/rules/effective-on.ts'
import type { EventService } from './event-service.ts'

export interface RuleKeeperOptions {
  readonly config: Pick<ConfigService, 'config' | 'version'>
  readonly events: Pick<EventService, 'setCamera' | 'removeCamera'>
  readonly clips: Pick<ClipService, 'setCamera' | 'removeCamera'>
  readonly detector: () => DetectorStatus
  readonly newId: EventRules['newId']
}

/** Keeps events and clips in step with the config and with what the detector can do. */
export class RuleKeeper {
  private readonly options: RuleKeeperOptions
  private known = new Set<string>()

  constructor(options: RuleKeeperOptions) {
    this.options = options
  }

  apply(): void {
    const { config, events, clips, newId } = this.options
    const detector = this.options.detector()
    const model = detector.modelId === null || detector.sha256 === null ? null : { id: detector.modelId, sha256: detector.sha256 }
    const cameras = config.config.cameras
    const ids = new Set(cameras.map(({ id }) => id))
    for (const id of this.known) {
      if (ids.has(id)) continue
      events.removeCamera(id)
      clips.removeCamera(id)
    }
    this.known = ids
    for (const camera of cameras) {
      clips.setCamera(camera.id, camera)
      events.setCamera(camera, { effectiveOn: effectiveOn(camera.events.on, detector, camera.detect.enabled), ruleVersion: config.version, model, newId })
    }
  }
}
