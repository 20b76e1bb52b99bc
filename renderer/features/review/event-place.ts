import type { Event } from '../../../common/contracts/event.ts'
import { useCameras } from '../../stores/cameras.ts'

/** Zones and tripwires of an event by their names, as far as the camera still has them. */
export function usePlaceWords({ camera: id, zones, lines }: Pick<Event, 'camera' | 'zones' | 'lines'>): string {
  const camera = useCameras((state) => state.list?.find((one) => one.id === id))
  const name = (all: readonly { readonly id: string; readonly name?: string | undefined }[] | undefined, wanted: string): string => all?.find((one) => one.id === wanted)?.name ?? wanted
  return [...new Set([...zones.map((zone) => name(camera?.zones, zone)), ...lines.map((line) => name(camera?.lines, line.id))])].join(', ')
}

export const lastedSeconds = ({ startedAt, endedAt }: Pick<Event, 'startedAt' | 'endedAt'>): number | null => (endedAt ? (Date.parse(endedAt) - Date.parse(startedAt)) / 1000 : null)
