import type { Camera } from '../../../common/contracts/camera-status.ts'

const some = (number: number, one: string): string | null => (number === 0 ? null : `${number} ${one}${number === 1 ? '' : 's'}`)

/** `2 zones, 1 tripwire`, or that the whole picture counts. */
export function regionWords({ zones, lines, motion, objectMasks, privacy }: Pick<Camera, 'zones' | 'lines' | 'motion' | 'objectMasks' | 'privacy'>): string {
  const parts = [some(zones.length, 'zone'), some(lines.length, 'tripwire'), some(motion.masks.length + objectMasks.length, 'mask'), some(privacy.length, 'privacy mask')].filter((part) => part !== null)
  return parts.length > 0 ? parts.join(', ') : 'no regions'
}
