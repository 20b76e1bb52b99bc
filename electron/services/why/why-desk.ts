import type { CameraConfig } from '../../../common/contracts/camera-config.ts'
import type { DetectorStatus } from '../../../common/contracts/model.ts'
import type { WhyAnswer, WhyQuery } from '../../../common/contracts/why.ts'
import { effectiveOn } from '../../../common/rules/effective-on.ts'
import type { Store } from '../../../common/wire/store-messages.ts'
import type { MediaLink } from '../capture/media-client.ts'
import { explain } from './explain.ts'

export interface WhyDeskOptions {
  readonly media: Pick<MediaLink, 'evidence'>
  readonly store: Pick<Store, 'listEvents'>
  readonly camera: (id: string) => CameraConfig | null
  readonly detector: () => DetectorStatus
}

/** Frames this far on either side of the moment are looked at: somebody who points at a picture means about then. */
const AROUND_MS = 1000
/** Events that began this long before may still be running. */
const EVENTS_BEFORE_MS = 3_600_000

/** Answers "why no alert?" for a camera, a moment and a point; null when there is no such camera. */
export async function whyNot(options: WhyDeskOptions, id: string, query: WhyQuery): Promise<WhyAnswer | null> {
  const camera = options.camera(id)
  if (!camera) return null
  const atMs = Date.parse(query.at)
  const evidence = await options.media.evidence(id, atMs - AROUND_MS, atMs + AROUND_MS)
  const keptSince = evidence?.keptSinceMs == null ? null : new Date(evidence.keptSinceMs).toISOString()
  const answer = { camera: id, at: query.at, x: query.x, y: query.y, keptSince }
  const nothing = (text: string): WhyAnswer => ({ ...answer, verdict: text, event: null, steps: [{ stage: 'frames', ok: false, text }] })
  if (evidence === null) return nothing('the analysis does not answer; it may be restarting, or the camera is switched off')
  if (evidence.rules === null || (evidence.frames.length === 0 && evidence.quiet.length === 0)) {
    if (keptSince === null) return nothing('nothing is known yet: no frame of this camera was analysed since the analysis started')
    return nothing(evidence.keptSinceMs !== null && atMs < evidence.keptSinceMs ? `nothing is kept from before ${keptSince}` : 'no frame was analysed within a second of that moment: the camera was not live')
  }
  const status = options.detector()
  const before = Math.max(EVENTS_BEFORE_MS, camera.events.cooldownSeconds * 1000)
  const events = await options.store.listEvents({
    camera: id, after: new Date(atMs - before).toISOString(), before: new Date(atMs + 60_000).toISOString(), limit: 500,
  }).catch(() => ({ items: [], next: null }))
  const { verdict, event, steps } = explain({
    point: [query.x, query.y], atMs, evidence, rules: evidence.rules, events: events.items,
    notReady: status.state === 'ready' ? null : (status.reason ?? 'the detector is starting'), effectiveOn: effectiveOn(evidence.rules.events.on, status, evidence.rules.detect.enabled),
  })
  return { ...answer, verdict, event, steps: [...steps] }
}
