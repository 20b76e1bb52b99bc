import { statfs } from 'node:fs/promises'
import type { Notice } from '../../../common/contracts/system.ts'
import type { Clock } from '../../ports/clock.ts'

const EVERY_MS = 30_000
const GB = 1e9

/** Says when the disk runs low, before anything has to be deleted. Returns how to stop. */
export function watchDisk({ folder, minFreeGb, clock, note }: { folder: string; minFreeGb: () => number; clock: Clock; note: (notice: Omit<Notice, 'id'> | null) => void }): () => void {
  let cancel = (): void => undefined
  let low = false
  const look = async (): Promise<void> => {
    const free = await statfs(folder).then(({ bavail, bsize }) => (bavail * bsize) / GB, () => null)
    const isLow = free !== null && free < minFreeGb()
    if (isLow) note({ level: 'alert', text: `Only ${free.toFixed(1)} GB are free for recordings (storage.minFreeGb is ${minFreeGb()}); free some space`, cameraId: null })
    else if (low) note(null)
    low = isLow
    cancel = clock.after(EVERY_MS, () => void look())
  }
  void look()
  return () => cancel()
}
