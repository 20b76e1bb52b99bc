/** A set of places 0 … 2047, one bit each. Signed: a word of 32 is then always a small integer to V8. */
export type Bits = Int32Array

export const PLACES = 2_048
const WORDS = PLACES / 32

export const newBits = (): Bits => new Int32Array(WORDS)

export const setBit = (bits: Bits, place: number): void => { bits[place >>> 5] = wordAt(bits, place >>> 5) | (1 << (place & 31)) }
export const clearBit = (bits: Bits, place: number): void => { bits[place >>> 5] = wordAt(bits, place >>> 5) & ~(1 << (place & 31)) }
export const hasBit = (bits: Bits, place: number): boolean => (wordAt(bits, place >>> 5) >>> (place & 31) & 1) === 1

export const wordAt = (bits: Bits, word: number): number => bits[word] as number

/** Moves everything from `place` on up by one; a zero is there then. What was last falls out. */
export function insertZero(bits: Bits, place: number): void {
  const first = place >>> 5
  for (let word = WORDS - 1; word > first; word--) bits[word] = wordAt(bits, word) << 1 | wordAt(bits, word - 1) >>> 31
  const below = lowMask(place & 31)
  const here = wordAt(bits, first)
  bits[first] = (here & below) | (here & ~below) << 1
}

/** Ones at places `from` ≤ place < `to`, zeros elsewhere. */
export function fillRange(bits: Bits, from: number, to: number): void {
  bits.fill(0)
  if (from >= to) return
  const first = from >>> 5
  const last = to - 1 >>> 5
  bits.fill(-1, first, last + 1)
  bits[first] = wordAt(bits, first) & ~lowMask(from & 31)
  if ((to & 31) !== 0) bits[last] = wordAt(bits, last) & lowMask(to & 31)
}

export function and(bits: Bits, other: Bits): void {
  for (let word = 0; word < WORDS; word++) bits[word] = wordAt(bits, word) & wordAt(other, word)
}
export function andNot(bits: Bits, other: Bits): void {
  for (let word = 0; word < WORDS; word++) bits[word] = wordAt(bits, word) & ~wordAt(other, word)
}
export function or(bits: Bits, other: Bits): void {
  for (let word = 0; word < WORDS; word++) bits[word] = wordAt(bits, word) | wordAt(other, word)
}

/** Ones at places `from` ≤ place < `to`. */
export function countRange(bits: Bits, from: number, to: number): number {
  if (from >= to) return 0
  const first = from >>> 5
  const last = to - 1 >>> 5
  let ones = 0
  for (let word = first; word <= last; word++) {
    let here = wordAt(bits, word)
    if (word === first) here &= ~lowMask(from & 31)
    if (word === last && (to & 31) !== 0) here &= lowMask(to & 31)
    ones += onesOf(here)
  }
  return ones
}

/** Every one, from the lowest on; the visitor may clear what it is shown. */
export function eachPlace(bits: Bits, visitor: (place: number) => void): void {
  for (let word = 0; word < WORDS; word++) for (let left = wordAt(bits, word); left !== 0; left &= left - 1) visitor(word * 32 + 31 - Math.clz32(left & -left))
}

/** The highest one below `before`, or the lowest at or above `from`; -1 where there is none. */
export function lastBefore(bits: Bits, before: number): number {
  if (before <= 0) return -1
  let word = before - 1 >>> 5
  let here = (before & 31) === 0 ? wordAt(bits, word) : wordAt(bits, word) & lowMask(before & 31)
  while (here === 0) {
    if (--word < 0) return -1
    here = wordAt(bits, word)
  }
  return word * 32 + 31 - Math.clz32(here)
}
export function firstFrom(bits: Bits, from: number): number {
  if (from >= PLACES) return -1
  let word = from >>> 5
  let here = wordAt(bits, word) & ~lowMask(from & 31)
  while (here === 0) {
    if (++word >= WORDS) return -1
    here = wordAt(bits, word)
  }
  return word * 32 + 31 - Math.clz32(here & -here)
}

/** `count` ones from the lowest bit on; none for 0. */
const lowMask = (count: number): number => (count === 0 ? 0 : -1 >>> 32 - count)

/** Hacker's Delight, 5-1. */
function onesOf(word: number): number {
  let x = word - (word >>> 1 & 0x5555_5555)
  x = (x & 0x3333_3333) + (x >>> 2 & 0x3333_3333)
  return Math.imul(x + (x >>> 4) & 0x0f0f_0f0f, 0x0101_0101) >>> 24
}
