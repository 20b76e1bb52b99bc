import type { Rect } from './letterbox.ts'

interface Wanted {
  /** The box the chip belongs to. */
  readonly box: Rect
  /** Widths of its texts, longest first. */
  readonly widths: readonly number[]
}

export interface PlacedChip {
  readonly x: number
  readonly y: number
  readonly width: number
  /** Which of the texts. */
  readonly text: number
}

const overlap = (a: Rect, b: Rect): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

/**
 * Finds a place for every chip so that none covers another: above its box, below it, inside it, a row higher; then the same with
 * shorter texts. Where even the shortest finds no free place there is no chip (null): an unreadable heap tells nobody anything.
 * Pixels; `within` is the visible picture.
 */
export function placeChips(wanted: readonly Wanted[], { within, height }: { within: Rect; height: number }): readonly (PlacedChip | null)[] {
  const taken: Rect[] = []
  return wanted.map(({ box, widths }) => {
    const at = (width: number, y: number): Rect => ({ x: Math.max(within.x, Math.min(box.x, within.x + within.width - width)), y, width, height })
    const fits = (chip: Rect): boolean => chip.y >= within.y && chip.y + height <= within.y + within.height && !taken.some((other) => overlap(chip, other))
    for (const [text, width] of widths.entries()) {
      const chip = [box.y - height, box.y + box.height, box.y, box.y - 2 * height].map((y) => at(width, y)).find(fits)
      if (!chip) continue
      taken.push(chip)
      return { x: chip.x, y: chip.y, width, text }
    }
    return null
  })
}
