import type { StorageStatus } from '../../common/contracts/storage.ts'
import { bytes } from './format.ts'

/** `23 days`, `14 h`: how far back recordings reach. */
export function reachWords(days: number | null): string {
  if (days === null) return 'not known yet'
  if (days < 2) return `${Math.max(1, Math.round(days * 24))} h`
  return `${days < 10 ? days.toFixed(1).replace(/\.0$/, '') : Math.round(days)} days`
}

const BOUNDS: Readonly<Record<NonNullable<StorageStatus['boundBy']>, string>> = {
  days: 'bounded by the days recordings are kept', size: 'bounded by the space they may take', disk: 'bounded by the disk',
}

/** What will be, in a sentence. */
export function forecastWords({ reachDays, boundBy, bytesPerDay }: Pick<StorageStatus, 'reachDays' | 'boundBy' | 'bytesPerDay'>): string {
  if (reachDays === null) return 'Too little was recorded yet to say how far it will reach.'
  const rate = bytesPerDay === null ? '' : ` (${bytes(bytesPerDay)} a day)`
  return `At this rate${rate} recordings reach back ${reachWords(reachDays)}${boundBy ? `, ${BOUNDS[boundBy]}` : ''}.`
}

export const STATE_WORDS: Readonly<Record<StorageStatus['state'], string>> = {
  ok: 'There is room.',
  low: 'The disk is nearly full. The oldest recordings are deleted soon, and the list below says which.',
  'read-only': 'The disk does not let anything be written: nothing is recorded any more. Cameras, detection and alerts go on. It may be broken, or its file system mounted read-only.',
  full: 'The disk is full: nothing is recorded any more. Cameras, detection and alerts go on. Free some space, or let recordings take less.',
}

/** The strip's figure: how far recordings reach, or the word for what is wrong. */
export function diskFigure(status: StorageStatus): { name: string; value: string; tip: string; tone?: 'warn' | 'alert'; wide?: boolean } {
  const tip = `${STATE_WORDS[status.state]} ${forecastWords(status)}`
  if (status.state === 'full') return { name: 'disk', value: 'full', tone: 'alert', tip }
  if (status.state === 'read-only') return { name: 'disk', value: 'no writes', tone: 'alert', tip, wide: true }
  if (status.state === 'low') return { name: 'disk', value: 'low', tone: 'warn', tip }
  if (status.reachDays === null) return { name: 'free', value: bytes(status.freeBytes), tip, wide: true }
  return { name: 'disk', value: reachWords(status.reachDays).replace(' days', ' d'), tip, wide: true }
}
