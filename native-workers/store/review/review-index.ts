import { Block } from './block.ts'
import { PLACES } from './bits.ts'
import { fileTag, type ReviewEntry } from './entry.ts'
import { Names } from './names.ts'

/** Where an event stands: by start, then by id. */
export interface Key {
  readonly startedMs: number
  readonly id: string
}

/** An event that is in the index, or may be. */
export interface Place {
  readonly seq: number
  readonly startedMs: number
}

export interface ReviewSource {
  /** Events before a key, or the newest ones; newest first. */
  older(before: Key | null, limit: number): ReviewEntry[]
  idOf(seq: number): string
  /** Events whose notes have the words, in no order; null when they are more than `limit`. */
  noted(words: readonly string[], limit: number): Place[] | null
  /** Its events are on their way out. */
  isDropped(file: string): boolean
}

/**
 * Every event's filters in memory, in blocks by time (docs/decisions/review-queries.md). Filled from the newest on, as far as somebody asks, and while
 * nobody asks for anything; what it does not reach yet is not its concern: it will be read as it is then.
 */
export class ReviewIndex {
  private readonly source: ReviewSource
  /** Oldest first; none is empty. */
  readonly blocks: Block[] = []
  /** Of labels. */
  readonly names = new Names()
  private reached: Key | null = null
  private whole = false

  constructor(source: ReviewSource) { this.source = source }

  /** Reads one block more, of older events: some five milliseconds. False when there are none. */
  readOlder(): boolean {
    if (this.whole) return false
    const entries = this.source.older(this.reached, PLACES)
    const oldest = entries.at(-1)
    if (oldest) this.reached = { startedMs: oldest.startedMs, id: oldest.id }
    if (entries.length < PLACES) this.whole = true
    const block = new Block(this.names)
    for (const entry of entries.toReversed()) if (!this.source.isDropped(entry.file)) block.insert(block.count, entry)
    if (block.count > 0) this.blocks.unshift(block)
    return entries.length > 0
  }

  /** Down to a moment. */
  reach(startedMs: number): void {
    while (!this.whole && (this.reached === null || this.reached.startedMs >= startedMs)) this.readOlder()
  }

  /** `before`: where it was until now. */
  put(before: Place | null, entry: ReviewEntry): void {
    const at = before && this.find(before)
    if (at && before.startedMs === entry.startedMs) return at.block.replace(at.place, entry)
    if (before) this.remove(before)
    if (!this.whole && (this.reached === null || compare(entry, this.reached) < 0)) return
    this.insert(entry)
  }

  remove(place: Place): void {
    const at = this.find(place)
    if (!at) return
    at.block.remove(at.place)
    this.tidyUp(at.block)
  }

  /** All events of a file at once; one pass over the bits. */
  hide(file: string): void {
    for (const block of this.blocks) block.removeTagged(fileTag(file))
    // Emptied ones go; what is left of the others is rebuilt when somebody needs the room.
    for (const block of this.blocks.filter(({ live }) => live === 0)) this.tidyUp(block)
  }

  /** First place of a block at or after a key; without an id, before all of that moment. */
  placeOf(block: Block, startedMs: number, id = ''): number {
    const from = firstAt(block, startedMs)
    if (id === '' || block.startedMs[from] !== startedMs || from >= block.count) return from
    // Those of one moment go by id, which is asked of the file: deleted ones are not there to be asked.
    const places: number[] = []
    for (let place = from; place < block.count && block.startedMs[place] === startedMs; place++) if (block.isLive(place)) places.push(place)
    let low = 0
    let high = places.length
    while (low < high) {
      const middle = low + high >>> 1
      if (this.source.idOf(block.seqs[places[middle] as number] as number) < id) low = middle + 1
      else high = middle
    }
    return places[low] ?? (places.at(-1) ?? from - 1) + 1
  }

  find({ seq, startedMs }: Place): { block: Block; place: number } | null {
    for (let index = this.blocks.length - 1; index >= 0; index--) {
      const block = this.blocks[index] as Block
      if ((block.startedMs[block.count - 1] as number) < startedMs) return null
      if ((block.startedMs[0] as number) > startedMs) continue
      for (let place = this.placeOf(block, startedMs); place < block.count && block.startedMs[place] === startedMs; place++) {
        if (block.seqs[place] === seq && block.isLive(place)) return { block, place }
      }
    }
    return null
  }

  noted(words: readonly string[], limit: number): Place[] | null { return this.source.noted(words, limit) }

  private insert(entry: ReviewEntry): void {
    // The last block that does not begin after it.
    const index = Math.max(0, this.blocks.findLastIndex((each) => (each.startedMs[0] as number) < entry.startedMs || this.placeOf(each, entry.startedMs, entry.id) > 0))
    let block = this.blocks[index]
    if (!block) this.blocks.push(block = new Block(this.names))
    let place = this.placeOf(block, entry.startedMs, entry.id)
    if (block.full) {
      if (place === PLACES && index === this.blocks.length - 1) {
        // The usual case, time goes on: blocks stay full.
        this.blocks.push(block = new Block(this.names))
        place = 0
      } else {
        this.blocks.splice(index, 1, ...block.rebuilt())
        return this.insert(entry)
      }
    }
    block.insert(place, entry)
  }

  private tidyUp(block: Block): void {
    if (block.live > 0) return
    this.blocks.splice(this.blocks.indexOf(block), 1)
  }
}

/** First place that does not begin before a moment. */
function firstAt(block: Block, startedMs: number): number {
  let low = 0
  let high = block.count
  while (low < high) {
    const middle = low + high >>> 1
    if ((block.startedMs[middle] as number) < startedMs) low = middle + 1
    else high = middle
  }
  return low
}

const compare = (a: Key, b: Key): number => a.startedMs - b.startedMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
