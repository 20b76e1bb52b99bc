import type { Camera } from '../../../common/contracts/camera-status.ts'
import type { ClipTracks } from '../../../common/contracts/event.ts'
import type { Shown } from './draw-overlay.ts'

interface FootageMarks {
  readonly tracks: ClipTracks | null
  readonly camera: Camera | undefined
  readonly boxes: boolean
  readonly path: boolean
  readonly regions: boolean
}

const NO_FRAMES: ClipTracks['frames'] = []

/** What is drawn over recorded footage: nothing is singled out, and privacy masks are always there. */
export function footageShown({ tracks, camera, boxes, path, regions }: FootageMarks): Shown {
  return {
    frames: tracks?.frames ?? NO_FRAMES, boxes, path, trackId: null, zonesOfEvent: [], crossings: [],
    regions: regions && camera ? { zones: camera.zones, lines: camera.lines } : null,
    covers: (camera?.privacy ?? []).map(({ points }) => points),
  }
}
