import type { DetectConfig, MotionConfig } from '../../../common/contracts/camera-config.ts'
import type { PictureSize } from '../../../common/rules/misfit.ts'
import type { EvidenceTrack } from '../../../common/evidence.ts'
import type { Mask } from '../../../common/contracts/regions.ts'
import type { Box, Detection, TrackBirth, TrackState } from '../../../common/frame-result.ts'
import { boxArea, clampBox, coverage, intersectionArea } from '../../../common/geometry/box.ts'
import { matchNear, matchStrong, matchWeak } from './associate.ts'
import { thresholdsOf } from '../../../common/rules/thresholds.ts'
import { wanted } from './detection-filter.ts'
import { createMotionTracks } from './motion-tracks.ts'
import { advance, birthOf, createObjectTrack, GONE_MS, hasLeft, hit, miss, noteAppearance, predictedBox, standStill, stateOf, STATIONARY_MS, type ObjectTrack } from './object-track.ts'

export interface TrackerConfig {
  readonly detect: DetectConfig
  readonly motion: MotionConfig
  readonly objectMasks?: readonly Mask[]
  /** Of the detect picture: ratios and pixel areas of the filters are about pixels. */
  readonly picture: PictureSize
}

export interface TrackerStep {
  readonly ptsMs: number
  /** Null = the frame was not inferred: tracks are predicted, nothing counts as missed. */
  readonly detections: readonly Detection[] | null
  /** Would the detector have found an object in this box? A track it says no of was not missed. Default: it saw everything. */
  readonly wouldHaveSeen?: (box: Box) => boolean
  readonly motionRegions: readonly Box[]
}

/** An object that is followed, reported or not, before the rules have looked at it. */
export type TrackedObject = Omit<EvidenceTrack, 'stationary' | 'zones' | 'waiting'>

export interface Tracker {
  /** One frame, in order of pts. `begun`: objects reported for the first time; `ended`: ids of tracks that were reported and are no more. */
  step(frame: TrackerStep): { readonly tracks: TrackState[]; readonly begun: TrackBirth[]; readonly ended: number[]; readonly notLookedFor: number[] }
  /** From the next frame on; tracks live on, also when the picture has another size. */
  setConfig(config: TrackerConfig): void
  /** Ends all tracks (a new epoch, the end of a file); ids go on counting. */
  endAll(): number[]
  /** Objects that live, reported or not: while there are any, the scheduler looks again. */
  readonly live: number
  /** All of them as they stand after the last step, for those who ask why something did not become an event. */
  objects(): readonly TrackedObject[]
  /** Where they are expected by now, those that have left the picture excepted. */
  expected(): { readonly box: Box; readonly stationary: boolean }[]
  /** The moving regions that belong to none of them. */
  unexplained(regions: readonly Box[], ptsMs: number): Box[]
}

/** A gap between two inferred frames counts for no more than this, so that a still night does not end a track at its first missed look. */
const LONGEST_OPPORTUNITY_MS = 1000
/** A track that does not exist yet is dropped after so many misses in a row. */
const TENTATIVE_MISSES = 3
/** A moving region belongs to an object when this much of either lies in the other. */
const COVERED_SHARE = 0.4
const MOST_DETECTIONS = 100
/** Share of a box that others may cover before its colours are not its own. */
const CROWD_SHARE = 0.05
const CROWD_SCORE = 0.3
/** For how long, and how far around, motion is still put down to an object that was just seen there. */
const TRAIL_MS = 2000
const TRAIL_MARGIN = 0.15

/** Tracks of one camera. Same input, same output; time is the frames' own. */
export function createTracker(initial: TrackerConfig): Tracker {
  let config = initial
  let objects: ObjectTrack[] = []
  const motions = createMotionTracks()
  let lastId = 0
  let lastPtsMs: number | null = null

  /** At least two, and half a second of inferences. */
  const hitsNeeded = (): number => Math.max(2, Math.floor(config.detect.inferFps / 2))
  const takeId = (): number => ++lastId
  const aspectNow = (): number => config.picture.width / config.picture.height
  const thresholds = (label: string) => thresholdsOf(config.detect, label)

  /** The two rounds of ByteTrack, then by distance; what remains of the strong detections begins new tracks. */
  function associate(ptsMs: number, detections: readonly Detection[], wouldHaveSeen: (box: Box) => boolean): number[] {
    const rules = { detect: config.detect, objectMasks: config.objectMasks ?? [], picture: config.picture }
    const valid = strongest(detections).filter((detection) => wanted(detection, rules))
    const strong = valid.filter((detection) => detection.score >= thresholds(detection.label).minScore)
    const weak = valid.filter((detection) => detection.score < thresholds(detection.label).minScore)
    const aspect = aspectNow()

    const first = matchStrong(objects, strong)
    const second = matchWeak(first.tracks, weak)
    const third = matchNear(second.tracks, first.detections, ptsMs, aspect)
    for (const [track, detection] of [...first.pairs, ...second.pairs, ...third.pairs]) {
      hit(track, detection, ptsMs, thresholds(track.label))
      if (!crowded(detection, valid)) noteAppearance(track, detection)
    }
    const notLookedFor: number[] = []
    for (const track of third.tracks) {
      if (!wouldHaveSeen(clampBox(predictedBox(track)))) {
        if (track.id !== null) notLookedFor.push(track.id)
        continue
      }
      const opportunityMs = Math.max(0, Math.min(LONGEST_OPPORTUNITY_MS, ptsMs - track.lastLookPtsMs))
      miss(track, { ptsMs, opportunityMs }, thresholds(track.label))
    }
    for (const detection of third.detections) objects.push(createObjectTrack(detection, ptsMs, aspect, thresholds(detection.label)))
    return notLookedFor
  }

  function isGone(track: ObjectTrack, ptsMs: number): boolean {
    if (track.id === null && track.misses >= TENTATIVE_MISSES) return true
    if (track.missedMs >= GONE_MS) return true
    // Without a look at it, only what was on its way out of the picture may go; what stands in a still picture stays.
    return ptsMs - track.lastHitPtsMs >= GONE_MS && hasLeft(track)
  }

  function dropGone(ptsMs: number): number[] {
    const ended: number[] = []
    objects = objects.filter((track) => {
      if (!isGone(track, ptsMs)) return true
      if (track.id !== null) ended.push(track.id)
      return false
    })
    return ended
  }

  function bringIntoBeing(ptsMs: number): TrackBirth[] {
    const begun: TrackBirth[] = []
    for (const track of objects) {
      if (track.id !== null || track.hits < hitsNeeded() || !track.seen) continue
      track.id = takeId()
      begun.push(birthOf(track, track.id))
      const earlier = motions.absorb((box) => covers(track, box, ptsMs))
      if (earlier !== null && earlier < (track.startPtsMs ?? Infinity)) track.startPtsMs = earlier
    }
    return begun
  }

  const unexplained = (regions: readonly Box[], ptsMs: number): Box[] => regions.filter((region) => !objects.some((track) => covers(track, region, ptsMs)))

  return {
    step({ ptsMs, detections, wouldHaveSeen = () => true, motionRegions }) {
      const elapsedMs = Math.max(0, ptsMs - (lastPtsMs ?? ptsMs))
      lastPtsMs = ptsMs
      for (const track of objects) {
        advance(track, elapsedMs)
        if (config.motion.enabled && !motionRegions.some((region) => intersectionArea(region, predictedBox(track)) > 0)) standStill(track)
      }
      const notLookedFor = detections ? associate(ptsMs, detections, wouldHaveSeen) : []
      const ended = dropGone(ptsMs)
      const begun = bringIntoBeing(ptsMs)
      for (const track of objects) if (track.id !== null) motions.absorb((box) => covers(track, box, ptsMs))
      const moving = motions.step({ ptsMs, regions: unexplained(motionRegions, ptsMs), aspect: aspectNow(), takeId })
      const tracks = objects.flatMap((track) => (track.id === null ? [] : stateOf(track, track.id, ptsMs) ?? []))
      return { tracks: [...tracks, ...moving.tracks], begun, ended: [...ended, ...moving.ended], notLookedFor }
    },
    setConfig(next) { config = next },
    endAll() {
      const ended = [...objects.flatMap((track) => track.id ?? []), ...motions.clear()]
      objects = []
      lastPtsMs = null
      return ended
    },
    get live() { return objects.length },
    expected: () => objects.filter((track) => !hasLeft(track)).map((track) => ({ box: predictedBox(track), stationary: (lastPtsMs ?? 0) - track.anchorPtsMs >= STATIONARY_MS })),
    unexplained,
    objects: () => objects.map((track) => ({
      id: track.id, label: track.label, score: track.lastScore, medianScore: track.scores.median, confirmed: track.scores.confirmed,
      box: clampBox(track.seen ? track.lastHitBox : predictedBox(track)), predicted: !track.seen, hits: track.hits, hitsNeeded: hitsNeeded(),
    })),
  }
}

/** The best of what can be detections at all; in the order they came. A model gone mad must not cost more than its threads. */
function strongest(detections: readonly Detection[]): readonly Detection[] {
  const sane = detections.filter(({ score, box }) => score >= 0 && score <= 1 && box.every(Number.isFinite) && boxArea(clampBox(box)) > 0)
  if (sane.length <= MOST_DETECTIONS) return sane
  const least = sane.map(({ score }) => score).sort((a, b) => b - a)[MOST_DETECTIONS - 1] as number
  return sane.filter(({ score }) => score >= least).slice(0, MOST_DETECTIONS)
}

/** Somebody else is in the box, too. */
const crowded = (detection: Detection, all: readonly Detection[]): boolean =>
  all.some((other) => other !== detection && other.score >= CROWD_SCORE && intersectionArea(other.box, detection.box) > CROWD_SHARE * boxArea(detection.box))

/** Does the moving region belong to the object? What moves where an object was a moment ago is its shadow, or its last foot in the picture. */
const covers = (track: ObjectTrack, region: Box, ptsMs: number): boolean =>
  belongs(region, predictedBox(track)) || (ptsMs - track.lastHitPtsMs <= TRAIL_MS && belongs(region, widened(track.lastHitBox)))

/** Either may be larger: shadows and doors move along, and legs move alone. */
const belongs = (region: Box, object: Box): boolean =>
  boxArea(region) > 0 && boxArea(object) > 0 && (coverage(region, object) > COVERED_SHARE || coverage(object, region) > COVERED_SHARE)

const widened = ([x, y, w, h]: Box): Box => [x - w * TRAIL_MARGIN, y - h * TRAIL_MARGIN, w * (1 + 2 * TRAIL_MARGIN), h * (1 + 2 * TRAIL_MARGIN)]
