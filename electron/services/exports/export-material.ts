import type { CameraConfig } from '../../../common/contracts/camera-config.ts'
import type { ClipTracks } from '../../../common/contracts/event.ts'
import type { ExportSource } from '../../../common/contracts/exports.ts'
import { parseFrameId } from '../../../common/ids.ts'
import type { Point } from '../../../common/frame-result.ts'
import type { Store } from '../../../common/wire/store-messages.ts'
import type { FootageDesk } from '../clips/footage-desk.ts'
import type { FootageFile } from '../clips/footage-file.ts'
import type { Evidence } from './make-evidence.ts'

/** What a file is made of. */
export interface ExportMaterial {
  readonly camera: string
  /** What the footage is of: an event's label; null for a span. */
  readonly what: string | null
  readonly footage: FootageFile
  readonly width: number
  readonly height: number
  /** What may not be shown: the camera's privacy masks of today, and those the clip was recorded under. */
  readonly masks: readonly (readonly Point[])[]
  tracks(): Promise<ClipTracks>
  evidence(): Promise<Pick<Evidence, 'camera' | 'span' | 'events' | 'ledger'>>
}

/** Null where there is nothing to export. */
export type MaterialSource = (source: ExportSource) => Promise<ExportMaterial | null>

/** Of a span; a page full of events is more than anybody reads in a package. */
const MOST_EVENTS = 500

export function exportMaterial({ store, footage: desk, camera: configOf, flushLedger }: {
  store: Pick<Store, 'getEvent' | 'listEvents' | 'activityLedger'>
  footage: Pick<FootageDesk, 'clip' | 'wholeClip' | 'read'>
  camera: (id: string) => CameraConfig | null
  /** What the ledger says of the last minute is in memory. */
  flushLedger: (cameraId: string) => Promise<void>
}): MaterialSource {
  return async (source) => {
    const event = 'eventId' in source ? await store.getEvent(source.eventId) : null
    if ('eventId' in source && !event) return null
    const id = 'camera' in source ? source.camera : (event?.camera ?? '')
    const file = 'camera' in source ? await desk.read(source) : source.part === undefined ? await desk.wholeClip(source.eventId) : await desk.clip(source.eventId, source.part)
    if (!file) return null
    const config = configOf(id)
    const span = { fromMs: file.timeline.startWallMs, toMs: file.timeline.startWallMs + file.timeline.durationMs }
    return {
      camera: id, what: event?.label ?? null, footage: file, width: file.width, height: file.height,
      masks: event?.clip.privacy === 'burned-in' ? [] : [...(event?.clip.privacyMasks ?? []), ...(config?.privacy ?? []).map(({ points }) => points)],
      tracks: () => file.tracks(event ? parseFrameId(event.frameId).epoch : undefined),
      async evidence() {
        await flushLedger(id)
        const { fromMs, toMs } = span
        const page = event ? null : await store.listEvents({ camera: id, after: new Date(fromMs).toISOString(), before: new Date(toMs).toISOString(), limit: MOST_EVENTS })
        return { camera: { id, name: config?.name ?? id }, span, events: event ? [event] : (page?.items ?? []), ledger: await store.activityLedger({ camera: id, ...span }) }
      },
    }
  }
}
