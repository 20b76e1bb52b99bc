import { readFileSync } from 'node:fs'
import type { Box } from '../common/frame-result.ts'
import { iou } from '../common/geometry/box.ts'

interface LabelledFrame {
  readonly frame: number
  readonly boxes: readonly { readonly person: number; readonly box: Box; readonly hard?: boolean }[]
}

/** Forty frames of vtest.avi, labelled by eye; see e2e/truth/README.md. */
export const peopleTruth = (): readonly LabelledFrame[] =>
  (JSON.parse(readFileSync(new URL('../e2e/truth/vtest-40-frames.json', import.meta.url), 'utf8')) as { frames: LabelledFrame[] }).frames

/** One line of `analyze --tracks`. */
export interface TracksLine {
  readonly boxes: readonly (readonly [trackId: number, label: string, score: number, x: number, y: number, w: number, h: number, predicted: 0 | 1])[]
}

export interface Quality {
  /** Labelled people (without the hard ones), found by the detector in that very frame, and in a box of their track. */
  readonly people: number
  readonly detected: number
  readonly tracked: number
  /** Detections that are nobody. */
  readonly falseDetections: number
  /** A person from coming in to going out. */
  readonly visits: number
  /** Times a person had another id than in the labelled frame before, by person. */
  readonly switches: ReadonlyMap<number, number>
  /** Different ids during one visit, summed over the visits, by person. */
  readonly ids: ReadonlyMap<number, number>
}

/** Boxes on the same person. */
const SAME = 0.4
/** Not labelled for longer than this and he had left; twenty frames lie between two labelled ones. */
const VISIT_FRAMES = 60

/** Holds the boxes of an analysis against the labels. `place`: where the labelled picture lies in the analysed one. */
export function trackQuality(lines: readonly TracksLine[], place: (box: Box) => Box = (box) => box): Quality {
  const count = { people: 0, detected: 0, tracked: 0, falseDetections: 0, visits: 0 }
  const switches = new Map<number, number>()
  const ids = new Map<number, number>()
  const last = new Map<number, { frame: number; id: number; seen: Set<number> }>()
  for (const { frame, boxes } of peopleTruth()) {
    const all = (lines[frame]?.boxes ?? []).filter(([, label]) => label === 'person').map(([id, , score, x, y, w, h, predicted]) => ({ id, box: [x, y, w, h] as Box, hit: predicted === 0 && score >= 0.5 }))
    const people = boxes.map((label) => ({ ...label, box: place(label.box) }))
    const hits = all.filter(({ hit }) => hit)
    const byHit = pair(people, hits)
    const byTrack = pair(people, all)
    count.falseDetections += hits.length - byHit.size
    for (const [index, { person, hard }] of people.entries()) {
      if (hard) continue
      count.people++
      if (byHit.has(index)) count.detected++
      const track = all[byTrack.get(index) ?? -1]
      if (!track) continue
      count.tracked++
      const before = last.get(person)
      const visiting = before && frame - before.frame <= VISIT_FRAMES
      if (!visiting) count.visits++
      const seen = visiting ? before.seen : new Set<number>()
      if (visiting && before.id !== track.id) switches.set(person, (switches.get(person) ?? 0) + 1)
      if (!seen.has(track.id)) ids.set(person, (ids.get(person) ?? 0) + 1)
      last.set(person, { frame, id: track.id, seen: seen.add(track.id) })
    }
  }
  return { ...count, switches, ids }
}

/** Best overlaps first; each is used once. Index of the person to index of the box. */
function pair(people: readonly { readonly box: Box }[], boxes: readonly { readonly box: Box }[]): Map<number, number> {
  const pairs = people.flatMap((person, p) => boxes.map((other, b) => ({ p, b, overlap: iou(person.box, other.box) })))
    .filter(({ overlap }) => overlap >= SAME).sort((a, b) => b.overlap - a.overlap)
  const paired = new Map<number, number>()
  const taken = new Set<number>()
  for (const { p, b } of pairs) {
    if (paired.has(p) || taken.has(b)) continue
    paired.set(p, b)
    taken.add(b)
  }
  return paired
}
