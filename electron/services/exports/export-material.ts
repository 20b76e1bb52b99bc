import type { CameraConfig } from '../../../common/contracts/camera-config.ts'
import type { ClipTracks } from '../../../common/contracts/event.ts'
import type { ExportSource } from '../../../common/contracts/exports.ts'
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
  evidence(): Promise<Pick<Evidence, 'camera' | 'span' | 'event' | 'ledger'>>
}

/** Null where there is nothing to export. */
export type MaterialSource = (source: ExportSource) => Promise<ExportMaterial | null>

export function exportMaterial({ store, footage: desk, camera: configOf }: {
  store: Pick<Store, 'getEvent' | 'activityLedger'>
  footage: Pick<FootageDesk, 'clip' | 'wholeClip' | 'read'>
  camera: (id: string) => CameraConfig | null
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
      tracks: () => file.tracks(),
      evidence: async () => ({ camera: { id, name: config?.name ?? id }, span, event, ledger: await store.activityLedger({ camera: id, ...span }) }),
    }
  }
}
