import { createHash } from 'node:crypto'
import type { EventIdKey } from '../../../common/rules/event-rules.ts'

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 26

/** Sorts by time like a ULID: 48 bits of milliseconds, then 80 random bits, in Crockford's base 32. `random` gives bytes. */
export function liveEventId({ nowMs, random }: { nowMs: number; random: (count: number) => Uint8Array }): string {
  const bytes = new Uint8Array(16)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, Math.floor(nowMs / 0x1_0000_0000))
  view.setUint32(2, nowMs % 0x1_0000_0000)
  bytes.set(random(10), 6)
  return base32(bytes, 128)
}

/** The same file, camera, rule, track and start give the same id, whenever and wherever it is analysed. */
export function fileEventId({ fileSha256, key }: { fileSha256: string; key: EventIdKey }): string {
  const text = [fileSha256, key.camera, key.type, key.trackId, Math.round(key.startPtsMs)].join('\n')
  return base32(createHash('sha256').update(text).digest(), 256)
}

/** The first 26 characters; a number of bits that five does not divide is read as if zeros stood before it, as ULIDs do. */
function base32(bytes: Uint8Array, bits: number): string {
  let text = ''
  const padding = bits === 128 ? 2 : 0
  for (let index = 0; index < LENGTH; index += 1) {
    let value = 0
    for (let bit = 0; bit < 5; bit += 1) {
      const at = index * 5 + bit - padding
      const set = at >= 0 && at < bits && (((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1) === 1
      value = value * 2 + Number(set)
    }
    text += CROCKFORD[value]
  }
  return text
}
