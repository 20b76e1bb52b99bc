import type { ReplayRules } from '../contracts/replay.ts'
import type { Event } from '../contracts/event.ts'
import type { Box, TrackState } from '../frame-result.ts'
import type { CameraId } from '../ids.ts'
import { noEvents, stepEvents, type EventInput, type EventState } from '../rules/event-machine.ts'
import type { EventRules } from '../rules/event-rules.ts'
import { createRegions } from '../rules/regions.ts'
import { thresholdsOf } from '../rules/thresholds.ts'
import type { LoggedFrame, LoggedIdentity, LoggedTrack } from '../track-log/log-frame.ts'
import { openGate, passHit, passMiss, type TrackGate } from './track-gate.ts'

export interface JudgedEvent {
  readonly event: Event
  /** The same for the same track under whatever rules: epochs and ids begin anew when the analysis does. */
  readonly trackKey: string
  /** On the source's timeline: the wall clock of the same moment depends a little on the frame it is reckoned from. */
  readonly startPtsMs: number
  /** Of the trigger frame. */
  readonly box: Box
}

/** Applies one set of rules to logged frames, as the engine does to live ones. */
export interface Judge {
  step(frame: LoggedFrame): void
  /** The epoch ended or the analysis died. */
  gone(): void
  /** So far, in the order they began. */
  events(): JudgedEvent[]
}

const MOTION = 'motion'

interface Judged {
  readonly label: string
  readonly startPtsMs: number
  gate: TrackGate | null
}

export function createJudge(rules: ReplayRules, camera: string): Judge {
  const regions = createRegions({ zones: rules.zones, lines: rules.lines, fps: rules.detect.fps, ...(rules.picture && { picture: rules.picture }) })
  const found = new Map<string, JudgedEvent>()
  const starts = new Map<string, number>()
  const eventRules: EventRules = {
    events: rules.events, effectiveOn: rules.effectiveOn, ruleVersion: 0, model: null, newId({ trackId, startPtsMs }) {
      starts.set(keyOf(trackId), startPtsMs)
      return keyOf(trackId)
    },
  }
  let tracks = new Map<number, Judged>()
  let state: EventState = noEvents
  let life = 0
  const keyOf = (trackId: number): string => `${life}/${trackId}`

  function meet(identity: LoggedIdentity, ptsMs: number): void {
    const { trackId, label, startPtsMs } = identity
    const known = tracks.get(trackId)
    // Said again at the beginning of each chunk: what the frames before told is more.
    if (known && identity.birth === null && known.label === label) return
    tracks.set(trackId, { label, startPtsMs, gate: label === MOTION ? null : openGate(identity, ptsMs, thresholdsOf(rules.detect, label)) })
  }

  function look(frame: LoggedFrame): void {
    const seen = new Map(frame.tracks.map((track) => [track.trackId, track]))
    for (const [trackId, judged] of tracks) {
      if (judged.gate === null) continue
      const track = seen.get(trackId)
      const thresholds = thresholdsOf(rules.detect, judged.label)
      if (track && !track.predicted) judged.gate = passHit(judged.gate, frame.ptsMs, track.score, thresholds)
      else if (!frame.notLookedFor.includes(trackId)) judged.gate = passMiss(judged.gate, thresholds)
    }
  }

  function stateOf(track: LoggedTrack): TrackState[] {
    const judged = tracks.get(track.trackId)
    if (!judged) return []
    const { label, startPtsMs, gate } = judged
    const plain = { ...track, label, zones: [], crossings: [] }
    if (gate === null) return [{ ...plain, medianScore: 1, confirmed: true, startPtsMs }]
    if (!gate.exists) return []
    return [{ ...plain, medianScore: gate.scores.median, confirmed: gate.scores.confirmed, startPtsMs: gate.motionStartPtsMs ?? gate.startPtsMs ?? startPtsMs }]
  }

  function run(input: EventInput, boxes: readonly LoggedTrack[]): void {
    const [next, effects] = stepEvents(state, input)
    state = next
    for (const { event } of effects) {
      const known = found.get(event.id)
      const box = known?.box ?? boxes.find(({ trackId }) => trackId === event.trackId)?.box ?? [0, 0, 0, 0]
      found.set(event.id, { event, trackKey: event.id, startPtsMs: starts.get(event.id) ?? 0, box })
    }
  }

  return {
    step(frame) {
      for (const identity of frame.identities) meet(identity, frame.ptsMs)
      if (frame.inferred) look(frame)
      const { epoch, sequence, ptsMs, capturedAtMs, ended } = frame
      const judged = regions.step(frame.tracks.flatMap(stateOf), ptsMs)
      run({ type: 'frame', rules: eventRules, result: { cameraId: camera as CameraId, epoch, sequence, ptsMs, capturedAtMs, tracks: judged, endedTracks: ended } }, frame.tracks)
      for (const id of ended) tracks.delete(id)
    },
    gone() {
      run({ type: 'camera-gone' }, [])
      regions.reset()
      tracks = new Map()
      life += 1
    },
    // What changed in the end and was not told (a better score) is in the state.
    events: () => [...found.values()].map((judged) => {
      const now = state.tracks.get(judged.event.trackId)?.event
      return now && now.id === judged.event.id ? { ...judged, event: now } : judged
    }),
  }
}
