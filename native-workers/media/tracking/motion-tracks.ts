import type { Box, TrackState } from '../../../common/frame-result.ts'
import { boxArea, iou } from '../../../common/geometry/box.ts'
import { assign } from './assignment.ts'

/** A moving thing that no model names. */
interface MotionTrack {
  id: number | null
  box: Box
  readonly startPtsMs: number
  lastSeenPtsMs: number
  seen: boolean
  anchorBox: Box
  anchorPtsMs: number
}

export interface MotionTracks {
  /** `regions`: what moves and belongs to no object. `aspect`: width ÷ height of the picture. `takeId` is called when a track comes into being. */
  step(args: { ptsMs: number; regions: readonly Box[]; aspect: number; takeId: () => number }): { readonly tracks: TrackState[]; readonly ended: number[] }
  /**
   * An object was found where something had been moving: that motion was the object. Ends the tracks it covers; their ids are among the next
   * step's `ended`. Returns the earliest start of them, or null.
   */
  absorb(covers: (box: Box) => boolean): number | null
  readonly live: number
  /** Ends all; the ids of those that existed. */
  clear(): number[]
}

export const MOTION_LABEL = 'motion'
/** Present for this long and it exists; unseen for this long and it is over. */
const CONFIRM_MS = 500
const GONE_MS = 2000
/** Not yet existing and unseen for this long: it was a flicker. */
const FLICKER_MS = 500
const STATIONARY_MS = 10_000
/** Regions change their shape from frame to frame: a little overlap, or centres within one size, is the same thing. */
const FARTHEST = 1

export function createMotionTracks(): MotionTracks {
  let live: MotionTrack[] = []
  let absorbed: number[] = []

  function follow(ptsMs: number, regions: readonly Box[], aspect: number): void {
    for (const track of live) track.seen = false
    const columns = assign({
      rows: live.length, columns: regions.length, limit: FARTHEST,
      cost: (row, column) => unlikeness((live[row] as MotionTrack).box, regions[column] as Box, aspect),
    })
    const taken = new Set<number>()
    columns.forEach((column, row) => {
      if (column === -1) return
      const track = live[row] as MotionTrack
      const box = regions[column] as Box
      taken.add(column)
      track.box = box
      track.seen = true
      track.lastSeenPtsMs = ptsMs
      if (iou(box, track.anchorBox) < 0.3) { track.anchorBox = box; track.anchorPtsMs = ptsMs }
    })
    regions.forEach((box, column) => {
      if (!taken.has(column)) live.push({ id: null, box, startPtsMs: ptsMs, lastSeenPtsMs: ptsMs, seen: true, anchorBox: box, anchorPtsMs: ptsMs })
    })
  }

  return {
    step({ ptsMs, regions, aspect, takeId }) {
      follow(ptsMs, regions, aspect)
      const ended = absorbed
      absorbed = []
      live = live.filter((track) => {
        const unseenMs = ptsMs - track.lastSeenPtsMs
        if (unseenMs < (track.id === null ? FLICKER_MS : GONE_MS)) return true
        if (track.id !== null) ended.push(track.id)
        return false
      })
      const tracks: TrackState[] = []
      for (const track of live) {
        if (track.id === null && track.seen && ptsMs - track.startPtsMs >= CONFIRM_MS) track.id = takeId()
        if (track.id !== null) tracks.push(stateOf(track, track.id, ptsMs))
      }
      return { tracks, ended }
    },
    absorb(covers) {
      let earliest: number | null = null
      live = live.filter((track) => {
        if (!covers(track.box)) return true
        earliest = Math.min(earliest ?? Infinity, track.startPtsMs)
        if (track.id !== null) absorbed.push(track.id)
        return false
      })
      return earliest
    },
    get live() { return live.length },
    clear() {
      const ids = [...absorbed, ...live.flatMap((track) => track.id ?? [])]
      live = []
      absorbed = []
      return ids
    },
  }
}

/** 0 = the same box, 1 = not the same thing. */
function unlikeness(a: Box, b: Box, aspect: number): number {
  const overlap = iou(a, b)
  if (overlap > 0) return 1 - Math.max(overlap, 0.2)
  const side = Math.sqrt(Math.max(boxArea(a), boxArea(b)) * aspect)
  const dx = (a[0] + a[2] / 2 - b[0] - b[2] / 2) * aspect
  const dy = a[1] + a[3] / 2 - b[1] - b[3] / 2
  const apart = Math.hypot(dx, dy) / side
  return apart < 1 ? 0.8 + apart * 0.2 : Infinity
}

/** There is no score in motion: it moves, or it does not. */
const stateOf = (track: MotionTrack, id: number, ptsMs: number): TrackState => ({
  trackId: id, label: MOTION_LABEL, score: 1, medianScore: 1, confirmed: true, box: track.box, predicted: !track.seen,
  stationary: ptsMs - track.anchorPtsMs >= STATIONARY_MS, startPtsMs: track.startPtsMs, zones: [], crossings: [],
})
