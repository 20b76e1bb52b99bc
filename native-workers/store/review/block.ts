import { and, andNot, type Bits, clearBit, countRange, eachPlace, fillRange, hasBit, insertZero, newBits, or, PLACES, setBit } from './bits.ts'
import { type ReviewEntry, type ReviewFilter, type Tag, tagsOf } from './entry.ts'
import type { Names } from './names.ts'
import { keepAtLeast, newPlanes, setScore } from './score-planes.ts'
import { foldedNote, partsOf } from './words.ts'

const NOBODY = newBits()

/** Up to 2,048 events that follow each other in time, as columns and sets of bits. Deleted ones keep their place until it is needed. */
export class Block {
  /** Places taken, with those of deleted events. */
  count = 0
  dead = 0
  readonly startedMs = new Float64Array(PLACES)
  readonly seqs = new Float64Array(PLACES)
  readonly scores = new Float64Array(PLACES)
  /** Numbers of `names`. */
  readonly labels = new Uint16Array(PLACES)
  private readonly names: Names
  private readonly tags = new Map<Tag, Bits>()
  private readonly planes = newPlanes()
  private readonly gone = newBits()
  /** Folded; empty where there is none. */
  private readonly notes: string[] = []
  private readonly noted = newBits()

  constructor(names: Names) { this.names = names }

  get full(): boolean { return this.count === PLACES }
  get live(): number { return this.count - this.dead }

  insert(place: number, entry: ReviewEntry): void {
    if (place < this.count) {
      for (const bits of [...this.tags.values(), ...this.planes, this.gone, this.noted]) insertZero(bits, place)
      for (const column of [this.startedMs, this.seqs, this.scores, this.labels]) column.copyWithin(place + 1, place, this.count)
    }
    this.notes.splice(place, 0, '')
    this.count += 1
    this.write(place, entry)
  }

  replace(place: number, entry: ReviewEntry): void {
    for (const bits of this.tags.values()) clearBit(bits, place)
    this.write(place, entry)
  }

  /** It is never found again. */
  remove(place: number): void {
    if (hasBit(this.gone, place)) return
    setBit(this.gone, place)
    this.notes[place] = ''
    this.dead += 1
  }

  /** All that have a tag. */
  removeTagged(tag: Tag): void {
    const tagged = this.tags.get(tag)
    if (!tagged) return
    or(this.gone, tagged)
    this.dead = countRange(this.gone, 0, this.count)
  }

  /** Who has a tag; deleted ones too. */
  bitsOf(tag: Tag): Bits { return this.tags.get(tag) ?? NOBODY }

  isLive(place: number): boolean { return !hasBit(this.gone, place) }

  /** Writes into `found` which of the places `from` ≤ place < `to` fit. `textChecked`: the words were looked up elsewhere. False when none can. */
  match(filter: ReviewFilter, from: number, to: number, found: Bits, textChecked: boolean): boolean {
    if (from >= to) return false
    for (const tag of filter.all) if (!this.tags.has(tag)) return false
    fillRange(found, from, to)
    andNot(found, this.gone)
    for (const tag of filter.all) and(found, this.tags.get(tag) as Bits)
    for (const tag of filter.none) {
      const bits = this.tags.get(tag)
      if (bits) andNot(found, bits)
    }
    if (filter.any.length > 0) {
      const either = newBits()
      for (const tag of filter.any) {
        const bits = this.tags.get(tag)
        if (bits) or(either, bits)
      }
      and(found, either)
    }
    if (filter.minScore > 0) keepAtLeast(this.planes, found, filter.minScore, this.scores)
    if (filter.words.length > 0 && !textChecked) this.keepNotes(found, partsOf(filter.words))
    return true
  }

  /** The same events without the deleted ones, in blocks of at most half a block's places if it does not all fit into one. */
  rebuilt(): Block[] {
    const halves = this.dead > 0 ? 1 : 2
    const size = Math.ceil(this.count / halves)
    return Array.from({ length: halves }, (_, half) => this.part(half * size, Math.min(this.count, (half + 1) * size))).filter((block) => block.count > 0)
  }

  private part(from: number, to: number): Block {
    const block = new Block(this.names)
    const places: number[] = []
    for (let place = from; place < to; place++) if (!hasBit(this.gone, place)) places.push(place)
    for (const [target, place] of places.entries()) {
      for (const column of ['startedMs', 'seqs', 'scores', 'labels'] as const) block[column][target] = this[column][place] as number
      block.notes.push(this.notes[place] ?? '')
    }
    const pick = (bits: Bits, into: Bits): boolean => {
      let some = false
      for (const [target, place] of places.entries()) if (hasBit(bits, place)) { setBit(into, target); some = true }
      return some
    }
    for (const [tag, bits] of this.tags) {
      const into = newBits()
      if (pick(bits, into)) block.tags.set(tag, into)
    }
    for (const [digit, plane] of this.planes.entries()) pick(plane, block.planes[digit] as Bits)
    pick(this.noted, block.noted)
    block.count = places.length
    return block
  }

  private write(place: number, entry: ReviewEntry): void {
    this.startedMs[place] = entry.startedMs
    this.seqs[place] = entry.seq
    this.scores[place] = entry.score
    this.labels[place] = this.names.numberOf(entry.label)
    setScore(this.planes, place, entry.score)
    for (const tag of tagsOf(entry)) {
      let bits = this.tags.get(tag)
      if (!bits) this.tags.set(tag, bits = newBits())
      setBit(bits, place)
    }
    const note = foldedNote(entry.note)
    this.notes[place] = note
    if (note === '') clearBit(this.noted, place)
    else setBit(this.noted, place)
  }

  private keepNotes(found: Bits, parts: readonly string[]): void {
    and(found, this.noted)
    eachPlace(found, (place) => {
      const note = this.notes[place] ?? ''
      if (!parts.every((part) => note.includes(part))) clearBit(found, place)
    })
  }
}
