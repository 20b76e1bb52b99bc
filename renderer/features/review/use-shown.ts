import { useMemo } from 'react'
import type { ClipTracks, Event } from '../../../common/contracts/event.ts'
import { useCameras } from '../../stores/cameras.ts'
import { presenceOf } from '../../ui/player/clip-time.ts'
import type { Shown } from '../../ui/player/draw-overlay.ts'
import { usePlayerSettings } from '../../ui/player/player-settings.ts'
import { useCovers } from '../../ui/player/use-covers.ts'

const NONE: ClipTracks['frames'] = []

/** What is laid over an event's clip: its boxes, its path, the camera's regions, and when it crossed a line. */
export function useShown(event: Event, tracks: ClipTracks | null): Shown {
  const boxes = usePlayerSettings((state) => state.boxes)
  const path = usePlayerSettings((state) => state.path)
  const regions = usePlayerSettings((state) => state.regions)
  const camera = useCameras((state) => state.list?.find((one) => one.id === event.camera))
  const covers = useCovers(event)
  const frames = tracks?.frames ?? NONE
  const { trackId, zones, lines, startedAt } = event
  const clipAt = tracks?.startedAt
  return useMemo(() => {
    // An older clip does not say when it begins; its object does about.
    const beginMs = clipAt === undefined ? Date.parse(startedAt) - (presenceOf(frames, trackId)?.from ?? 0) * 1000 : Date.parse(clipAt)
    return {
      frames, boxes, path, covers, trackId,
      regions: regions && camera ? { zones: camera.zones, lines: camera.lines } : null,
      zonesOfEvent: zones,
      crossings: lines.map((line) => ({ id: line.id, seconds: (Date.parse(line.at) - beginMs) / 1000 })),
    }
  }, [frames, boxes, path, regions, camera, covers, trackId, zones, lines, startedAt, clipAt])
}
