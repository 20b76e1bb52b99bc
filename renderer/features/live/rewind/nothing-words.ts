import type { CameraStatus } from '../../../../common/contracts/camera-status.ts'

/** Why there is nothing to look back at. */
export function nothingWords(name: string, status: Pick<CameraStatus, 'enabled' | 'state' | 'stateReason'> | null): string {
  if (!status) return `Nothing of ${name} is kept.`
  if (!status.enabled) return `${name} is switched off.`
  if (status.state !== 'live') return `${name} delivered no picture in the last minute${status.stateReason ? `: ${status.stateReason}` : ''}.`
  return `Nothing of ${name} is kept yet. It began a moment ago, or looking back is switched off (rewind.seconds in vigil.yml).`
}
