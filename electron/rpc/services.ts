import type { Store } from '../../common/wire/store-messages.ts'
import type { ProbeResult } from '../../common/contracts/camera-status.ts'
import type { Event, EventPatch } from '../../common/contracts/event.ts'
import type { ReplayNews, ReplayRequest } from '../../common/contracts/replay.ts'
import type { WhyAnswer, WhyQuery } from '../../common/contracts/why.ts'
import type { CaptureService } from '../services/capture/capture-service.ts'
import type { MediaLink } from '../services/capture/media-client.ts'
import type { ConversionDesk } from '../services/clips/conversion-desk.ts'
import type { FootageDesk } from '../services/clips/footage-desk.ts'
import type { CameraEditor } from '../services/config/camera-editor.ts'
import type { ConfigService } from '../services/config/config-service.ts'
import type { ExportService } from '../services/exports/export-service.ts'
import type { EventFeed } from '../services/events/event-feed.ts'
import type { SystemBoard } from '../services/health/system-board.ts'
import type { ModelLibrary } from '../services/models/model-library.ts'
import type { StatsService } from '../services/metrics/stats-service.ts'
import type { StorageService } from '../services/storage/storage-service.ts'

/** What the doors may ask of the engine. */
export interface Services {
  readonly config: ConfigService
  readonly cameras: CameraEditor
  readonly capture: CaptureService
  readonly media: MediaLink
  readonly stats: StatsService
  readonly board: SystemBoard
  readonly feed: EventFeed
  readonly store: Store
  patchEvent(id: string, patch: EventPatch): Promise<Event | null>
  removeEvent(id: string): Promise<boolean>
  readonly footage: FootageDesk
  readonly conversions: ConversionDesk
  readonly storage: StorageService
  readonly exports: ExportService
  probe(request: { url: string; transport: 'tcp' | 'udp' }): Promise<ProbeResult>
  replay(cameraId: string, request: ReplayRequest, signal?: AbortSignal): AsyncGenerator<ReplayNews, void, void>
  /** Null when there is no such camera. */
  why(cameraId: string, query: WhyQuery): Promise<WhyAnswer | null>
  readonly models: Pick<ModelLibrary, 'list' | 'import' | 'activate'>
  metrics(): Promise<{ contentType: string; text: string }>
  /** Breaks something on purpose; null unless VIGIL_FAULTS=1 asked for it. */
  readonly fault: ((kind: 'abort-in-inference') => void) | null
}
