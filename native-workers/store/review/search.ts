import { and, type Bits, countRange, firstFrom, lastBefore, newBits, setBit } from './bits.ts'
import type { Block } from './block.ts'
import type { ReviewFilter } from './entry.ts'
import type { Key, ReviewIndex } from './review-index.ts'

/** Both exclusive; a key as `before` leaves out its own event. */
export interface Bounds {
  readonly afterMs: number
  readonly before: Key | null
}

/** Notes with rare words are looked up by word; with more of them, every note among what else fits is read. */
const RARE_NOTES = 200

/** The sequence numbers of what fits, newest first; read as far as the caller goes. */
export function* newestFirst(index: ReviewIndex, filter: ReviewFilter, { afterMs, before }: Bounds): Generator<number> {
  const rare = rareNotes(index, filter)
  const found = newBits()
  for (let at = index.blocks.length - 1; ; at--) {
    while (at < 0) {
      const known = index.blocks.length
      if (!reaches(index, afterMs) || !index.readOlder()) return
      at += index.blocks.length - known
    }
    const block = index.blocks[at] as Block
    if ((block.startedMs[block.count - 1] as number) <= afterMs) return
    const to = before === null ? block.count : index.placeOf(block, before.startedMs, before.id)
    if (!matching({ block, filter, from: placeAfter(index, block, afterMs), to, found, rare })) continue
    for (let place = lastBefore(found, to); place >= 0; place = lastBefore(found, place)) yield block.seqs[place] as number
  }
}

/** The oldest that fits after a moment. */
export function firstAfter(index: ReviewIndex, filter: ReviewFilter, afterMs: number): number | null {
  let first: number | null = null
  visit(index, filter, { fromMs: afterMs + 0.5, toMs: Infinity }, (block, found) => {
    first = block.seqs[firstFrom(found, 0)] ?? null
    return first === null
  })
  return first
}

/** How many lie in each stretch between two bounds, `bounds[n]` ≤ start < `bounds[n + 1]`. */
export function countBetween(index: ReviewIndex, filter: ReviewFilter, bounds: readonly number[]): number[] {
  const counts = bounds.slice(1).map(() => 0)
  visit(index, filter, { fromMs: bounds[0] ?? 0, toMs: bounds.at(-1) ?? 0 }, (block, found) => {
    const places = bounds.map((bound) => (bound <= (block.startedMs[0] as number) ? 0 : index.placeOf(block, bound)))
    for (const stretch of counts.keys()) counts[stretch] = (counts[stretch] ?? 0) + countRange(found, places[stretch] ?? 0, places[stretch + 1] ?? 0)
    return true
  })
  return counts
}

/** Every block with what fits in it, `fromMs` ≤ start < `toMs`, oldest first, for as long as the visitor wants more. */
export function visit(index: ReviewIndex, filter: ReviewFilter, { fromMs, toMs }: { fromMs: number; toMs: number }, visitor: (block: Block, found: Bits) => boolean): void {
  const rare = rareNotes(index, filter)
  index.reach(fromMs)
  const found = newBits()
  for (const block of index.blocks) {
    if ((block.startedMs[0] as number) >= toMs) return
    if ((block.startedMs[block.count - 1] as number) < fromMs) continue
    if (!matching({ block, filter, from: index.placeOf(block, fromMs), to: index.placeOf(block, toMs), found, rare })) continue
    if (firstFrom(found, 0) >= 0 && !visitor(block, found)) return
  }
}

const placeAfter = (index: ReviewIndex, block: Block, afterMs: number): number => (afterMs === -Infinity ? 0 : index.placeOf(block, afterMs + 0.5))

/** Whether older events than the index has may still be asked for. */
function reaches(index: ReviewIndex, afterMs: number): boolean {
  const [oldest] = index.blocks
  return oldest === undefined || (oldest.startedMs[0] as number) > afterMs
}

interface Candidates { readonly block: Block; readonly filter: ReviewFilter; readonly from: number; readonly to: number; readonly found: Bits; readonly rare: ReadonlyMap<Block, Bits> | null }

function matching({ block, filter, from, to, found, rare }: Candidates): boolean {
  const noted = rare?.get(block)
  if (rare && !noted) return false
  if (!block.match(filter, from, to, found, rare !== null)) return false
  if (noted) and(found, noted)
  return true
}

/** By block, where the notes are that have the words; null when there are no words or too many notes. */
function rareNotes(index: ReviewIndex, { words }: ReviewFilter): ReadonlyMap<Block, Bits> | null {
  if (words.length === 0) return null
  const places = index.noted(words, RARE_NOTES)
  if (places === null) return null
  index.reach(places.reduce((least, { startedMs }) => Math.min(least, startedMs), Infinity))
  const found = new Map<Block, Bits>()
  for (const place of places) {
    const at = index.find(place)
    if (!at) continue
    const bits = found.get(at.block) ?? newBits()
    setBit(bits, at.place)
    found.set(at.block, bits)
  }
  return found
}
