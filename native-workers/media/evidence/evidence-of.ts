import type { EvidenceFrame, EvidenceTrack } from '../../../common/evidence.ts'
import type { Box, TrackState } from '../../../common/frame-result.ts'
import type { AnalysisOutcome } from '../../../common/ledger.ts'
import type { ZoneWait } from '../../../common/rules/regions.ts'
import type { FrameJob } from '../camera/frame-job.ts'
import { refusalOf, type DetectionRules } from '../tracking/detection-filter.ts'
import type { TrackedObject } from '../tracking/tracker.ts'

/** A garbage frame may have hundreds of each; what is near a point is among the best of them. */
const MOST = 40

export interface EvidenceParts {
  readonly job: FrameJob
  readonly outcome: AnalysisOutcome
  /** As reported: with zones. */
  readonly tracks: readonly TrackState[]
  /** As followed: those that are not reported, too. */
  readonly objects: readonly TrackedObject[]
  readonly rules: DetectionRules
  waiting(trackId: number): ZoneWait[]
}

/** One finished frame as evidence. */
export function evidenceOf({ job, outcome, tracks, objects, rules, waiting }: EvidenceParts): EvidenceFrame {
  const { motion } = job
  const reported = new Map(tracks.map((track) => [track.trackId, track]))
  const followed = objects.map((object): EvidenceTrack => {
    const track = object.id === null ? undefined : reported.get(object.id)
    return { ...object, box: rounded(object.box), score: short(object.score), medianScore: short(object.medianScore), stationary: track?.stationary ?? false, zones: track?.zones ?? [], waiting: object.id === null ? [] : waiting(object.id) }
  })
  const moving = tracks.filter(({ label }) => label === 'motion').map((track): EvidenceTrack => ({
    id: track.trackId, label: track.label, score: 1, medianScore: 1, confirmed: true, box: rounded(track.box), predicted: track.predicted, stationary: track.stationary,
    hits: 1, hitsNeeded: 1, zones: track.zones, waiting: waiting(track.trackId),
  }))
  return {
    atMs: Math.round(job.capturedAtWallMs), ptsMs: job.ptsMs, epoch: job.epoch, sequence: job.sequence, outcome,
    motion: { ratio: short(motion.ratio), calibrating: motion.calibrating, regions: motion.regions.slice(0, MOST).map(rounded), tooSmall: motion.tooSmall.slice(0, MOST).map((part) => ({ ...part, box: rounded(part.box) })) },
    looks: job.looks.map(rounded),
    detections: (job.detections ?? []).slice(0, MOST).map((detection) => ({ label: detection.label, score: short(detection.score), box: rounded(detection.box), refused: refusalOf(detection, rules) })),
    // Between two looks at it an object is where the one before and the one after say.
    tracks: outcome === 'sampled' ? [] : [...followed.slice(0, MOST), ...moving.slice(0, MOST)],
  }
}

const short = (value: number): number => Math.round(value * 1000) / 1000
/** To half a hundredth of the picture: nobody points at a spot more exactly, and it packs well. */
const coarse = (value: number): number => Math.round(value * 200) / 200
const rounded = ([x, y, w, h]: Box): Box => [coarse(x), coarse(y), coarse(w), coarse(h)]
