import { z } from 'zod'

const Bytes = z.number()
/** Null where nothing is stored, or too little to reckon with. */
const Ms = z.number().nullable()
const Days = z.number().nullable()

/** What recordings take, what they may take, and for how long that will do. */
export const StorageStatus = z.strictObject({
  /** low: the disk comes near its limit, and what will be deleted is announced. full: recording has stopped, everything else goes on. */
  state: z.enum(['ok', 'low', 'full', 'read-only']),
  usedBytes: Bytes,
  maxBytes: Bytes,
  freeBytes: Bytes,
  minFreeBytes: Bytes,
  /** Of pinned events, which retention never deletes. */
  pinnedBytes: Bytes,
  bytesPerDay: Bytes.nullable(),
  /** How far back recordings will reach at this rate: the smallest of what days, size and disk allow. */
  reachDays: Days,
  /** What bounds it. */
  boundBy: z.enum(['days', 'size', 'disk']).nullable(),
  oldestMs: Ms,
  cameras: z.array(z.strictObject({ id: z.string(), bytes: Bytes, bytesPerDay: Bytes.nullable(), oldestMs: Ms, reachDays: Days })),
  /** What retention deletes next, and when. */
  next: z.strictObject({ camera: z.string(), day: z.string(), bytes: Bytes, atMs: z.number() }).nullable(),
})
export type StorageStatus = z.infer<typeof StorageStatus>
