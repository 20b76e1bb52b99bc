import type { AnalysisConfig, EventKind } from '../../../common/contracts/camera-config.ts'
import type { Event } from '../../../common/contracts/event.ts'
import type { WhyStep } from '../../../common/contracts/why.ts'
import type { Evidence, EvidenceFrame, EvidenceTrack } from '../../../common/evidence.ts'
import type { Point } from '../../../common/frame-result.ts'
import { bottomCentre } from '../../../common/geometry/box.ts'
import { pointInPolygon } from '../../../common/geometry/polygon.ts'
import { thresholdsOf } from '../../../common/rules/thresholds.ts'
import { concerns } from '../../../common/rules/zone-presence.ts'
import { detectionStep, framesStep, inferenceStep, motionStep, two } from './explain-frames.ts'
import { near } from './near.ts'

export interface Circumstances {
  readonly point: Point
  readonly atMs: number
  readonly evidence: Evidence
  /** The rules as they were then. */
  readonly rules: AnalysisConfig
  /** Why no objects can be detected, or null. */
  readonly notReady: string | null
  /** What events are made of, with what the detector can do. */
  readonly effectiveOn: readonly EventKind[]
  /** The camera's events around that moment and, for the cooldown, before it. */
  readonly events: readonly Event[]
}

export interface Explanation {
  readonly verdict: string
  readonly event: string | null
  readonly steps: readonly WhyStep[]
}

/** The chain from the frame to the event at one point and moment, with its figures, as far as anything came. */
export function explain(given: Circumstances): Explanation {
  const { evidence: { frames }, point, rules } = given
  const hidden = rules.privacy.find(({ points }) => pointInPolygon(point, points))
  if (hidden) {
    const step: WhyStep = { stage: 'motion', ok: false, text: `behind privacy mask ${hidden.id}: neither shown nor analysed` }
    return { verdict: step.text, event: null, steps: [framesStep(given.evidence), step] }
  }
  const steps = [framesStep(given.evidence), motionStep(frames, point, rules), inferenceStep(frames, point, rules, given.notReady)]
  const looked = steps[2]?.ok === true
  if (looked) steps.push(detectionStep(frames, point, rules))
  const track = trackNear(frames, point)
  if (track) steps.push(trackStep(track, rules))
  if (!track?.confirmed || track.id === null) return { verdict: verdictOf(steps), event: null, steps }

  const zone = zoneStep(track, rules)
  if (zone) steps.push(zone)
  if (zone?.ok === false) return { verdict: verdictOf(steps), event: null, steps }
  const { step, event } = eventStep(track, given)
  steps.push(step)
  return { verdict: event !== null ? step.text : verdictOf(steps), event, steps }
}

/** What decided: the last step that said no, and was not passed all the same. When nothing moved, that nobody looked is only its consequence. */
function verdictOf(steps: readonly WhyStep[]): string {
  const no = steps.slice(Math.max(1, steps.findLastIndex(({ ok }) => ok === true) + 1)).filter(({ ok }) => ok === false)
  const last = no.at(-1)
  if (last?.text === 'inference skipped: nothing moved') return no.at(-2)?.text ?? last.text
  return last?.text ?? 'nothing was against it at this moment; look a little earlier or later'
}

/** The furthest any track came that was near the point: a named one before a mere movement. */
function trackNear(frames: readonly EvidenceFrame[], point: Point): EvidenceTrack | null {
  const merit = (track: EvidenceTrack): number => (track.label === 'motion' ? 0 : 10) + (track.id === null ? 0 : 2) + (track.confirmed ? 4 : 0) + track.medianScore + track.zones.length / 100
  return frames.flatMap(({ tracks }) => tracks).filter(({ box }) => near(box, point)).sort((a, b) => merit(b) - merit(a))[0] ?? null
}

function trackStep(track: EvidenceTrack, { detect }: AnalysisConfig): WhyStep {
  const { label, hits, hitsNeeded, medianScore, confirmed, id } = track
  if (id === null) return { stage: 'track', ok: false, text: `${label}: ${hits} of ${hitsNeeded} hits`, value: hits, limit: hitsNeeded }
  if (label === 'motion') return { stage: 'track', ok: true, text: `a movement that no model names, followed as #${id}` }
  const { threshold } = thresholdsOf(detect, label)
  if (!confirmed) return { stage: 'track', ok: false, text: `${label} #${id}: median ${two(medianScore)} < ${two(threshold)}`, value: medianScore, limit: threshold }
  return { stage: 'track', ok: true, text: `${label} #${id}, median ${two(medianScore)}${track.stationary ? ', stationary' : ''}`, value: medianScore, limit: threshold }
}

/** Null where zones decide nothing and the track is in none. */
function zoneStep(track: EvidenceTrack, { zones, events: { requireZones }, detect }: AnalysisConfig): WhyStep | null {
  const needed = requireZones.length > 0
  if (!needed && zones.length === 0) return null
  const wanted = zones.filter(({ id }) => !needed || requireZones.includes(id))
  const counted = wanted.filter(({ id }) => track.zones.includes(id))
  if (counted.length > 0) return { stage: 'zone', ok: true, text: `in ${counted.map(({ id }) => id).join(', ')}` }
  const ok = needed ? false : null
  for (const { zone, insideMs, inertiaMs, loiteringMs, refused } of track.waiting) {
    const known = wanted.find(({ id }) => id === zone)
    if (!known) continue
    if (refused !== undefined) return { stage: 'zone', ok, text: `${track.label} does not fit into ${zone}: ${refused}` }
    if (insideMs < inertiaMs) {
      const frames = Math.min(known.inertia, Math.floor((insideMs * detect.fps) / 1000 + 1.001))
      return { stage: 'zone', ok, text: `${frames} of ${known.inertia} inertia frames in ${zone}`, value: frames, limit: known.inertia }
    }
    return { stage: 'zone', ok, text: `loitering ${(insideMs / 1000).toFixed(1)} of ${known.loiteringSeconds} s in ${zone}`, value: insideMs / 1000, limit: loiteringMs / 1000 }
  }
  const foot = bottomCentre(track.box)
  const other = wanted.find(({ points, labels }) => pointInPolygon(foot, points) && !concerns(labels, track.label))
  if (other) return { stage: 'zone', ok, text: `zone ${other.id} is not for ${track.label} (${(other.labels ?? []).join(', ')})` }
  return { stage: 'zone', ok, text: needed ? `stands in none of the required zones (${requireZones.join(', ')})` : 'stands in no zone' }
}

function eventStep(track: EvidenceTrack, { effectiveOn, events, atMs, rules }: Circumstances): { step: WhyStep; event: string | null } {
  const no = (text: string): { step: WhyStep; event: null } => ({ step: { stage: 'event', ok: false, text }, event: null })
  const own = events.find((event) => event.trackId === track.id && startsBy(event, atMs + 60_000) && endsAfter(event, atMs - 5_000))
  if (own) return { step: { stage: 'event', ok: true, text: `it is part of the ${own.label} event of ${own.startedAt}` }, event: own.id }
  const kind: EventKind = track.label === 'motion' ? 'motion' : 'object'
  if (!effectiveOn.includes(kind)) return no(effectiveOn.length === 0 ? 'this camera makes no events' : `events are made of ${effectiveOn.join(', ')} here, not of ${kind === 'motion' ? 'mere motion' : 'objects'}`)
  const { cooldownSeconds } = rules.events
  const before = events.find((event) => event.label === track.label && event.trackId !== track.id && startsBy(event, atMs) && endsAfter(event, atMs - cooldownSeconds * 1000))
  if (cooldownSeconds > 0 && before) return no(cooldownText(before, atMs, cooldownSeconds))
  const running = events.find((event) => event.type === 'motion' && startsBy(event, atMs) && endsAfter(event, atMs))
  if (kind === 'motion' && running) return no('one motion event at a time: another movement already had one')
  if (track.stationary) return no('stationary: what only stands there is no news')
  return { step: { stage: 'event', ok: null, text: 'confirmed, and nothing was against an event at this moment' }, event: null }
}

const startsBy = (event: Event, ms: number): boolean => Date.parse(event.startedAt) <= ms
const endsAfter = (event: Event, ms: number): boolean => event.endedAt === null || Date.parse(event.endedAt) >= ms

function cooldownText(before: Event, atMs: number, cooldownSeconds: number): string {
  if (before.endedAt === null || Date.parse(before.endedAt) > atMs) return `cooldown: another ${before.label} event was under way`
  return `cooldown: ${((atMs - Date.parse(before.endedAt)) / 1000).toFixed(0)} of ${cooldownSeconds} s since the last ${before.label} event`
}
