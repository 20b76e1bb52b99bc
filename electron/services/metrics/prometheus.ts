import { Counter, Gauge, Registry } from 'prom-client'
import { CameraState } from '../../../common/contracts/camera-status.ts'
import type { CameraStatus } from '../../../common/contracts/camera-status.ts'
import { ANALYSIS_OUTCOMES } from '../../../common/ledger.ts'
import { STAGE_BUCKETS_SECONDS } from '../../../common/wire/media-messages.ts'
import type { EventNews } from '../events/event-feed.ts'
import type { StatsService } from './stats-service.ts'

export interface MetricsSources {
  readonly stats: StatsService
  statuses(): CameraStatus[]
}

/** Renders `/metrics` from the last snapshot; names as INTERFACES.md lists them. */
export function createPrometheus(sources: MetricsSources): { render(): Promise<string>; readonly contentType: string; note(news: EventNews): void } {
  const registry = new Registry()
  const counter = (name: string, help: string, labelNames: string[]): Counter => new Counter({ name, help, labelNames, registers: [registry] })
  const gauge = (name: string, help: string, labelNames: string[]): Gauge => new Gauge({ name, help, labelNames, registers: [registry] })

  const captured = counter('vigil_frames_captured_total', 'Frames read from ffmpeg', ['camera'])
  const outcomes = counter('vigil_frames_outcome_total', 'Frames by the outcome they ended in', ['camera', 'outcome'])
  const inFlight = gauge('vigil_frames_in_flight', 'Captured frames without an outcome yet', ['camera'])
  const mismatch = counter('vigil_ledger_mismatch_total', 'Snapshots in which the ledger did not add up', ['camera'])
  const gaps = counter('vigil_source_gap_frames_total', 'Frames the source never delivered', ['camera'])
  const onTime = gauge('vigil_on_time_ratio', 'Share of frames of the last 10 s that met their deadline', ['camera'])
  const state = gauge('vigil_camera_state', '1 for the state the camera is in', ['camera', 'state'])
  const poolSlots = gauge('vigil_pool_slots', 'Frame slots by state', ['camera', 'state'])
  const poolHits = counter('vigil_pool_hits_total', 'Frames that found a free slot', ['camera'])
  const poolMisses = counter('vigil_pool_misses_total', 'Frames that found none', ['camera'])
  const queue = gauge('vigil_infer_queue_depth', 'Frames waiting for an infer thread', [])
  const gc = gauge('vigil_gc_seconds', 'Time spent collecting garbage since the start', ['process'])
  const loop = gauge('vigil_event_loop_delay_seconds', 'Event-loop delay, P99 of the last second', ['process'])
  const rss = gauge('vigil_process_resident_bytes', 'Resident memory', ['process'])
  const storage = gauge('vigil_storage_bytes', 'Bytes on disk by kind', ['kind'])
  const events = counter('vigil_events_total', 'Events that began', ['type', 'label'])
  const clips = counter('vigil_clips_total', 'Clips by how they ended', ['state'])
  const clipBytes = counter('vigil_clip_bytes_total', 'Bytes of clips that ended', [])
  const restarts = counter('vigil_camera_restarts_total', 'Times a camera\'s ffmpeg was started again', ['camera', 'reason'])

  /** Events whose clip has not come to its end; between two parts a clip may look ended and is not. */
  const under = new Set<string>()

  const collect = (): void => {
    const stats = sources.stats.current()
    for (const metric of [captured, outcomes, gaps, poolHits, poolMisses, mismatch, state, restarts]) metric.reset()
    for (const camera of stats.cameras) {
      const { ledger, pool } = camera
      captured.inc({ camera: camera.id }, ledger.captured)
      for (const outcome of ANALYSIS_OUTCOMES) outcomes.inc({ camera: camera.id, outcome }, ledger.outcomes[outcome])
      inFlight.set({ camera: camera.id }, ledger.inFlight)
      mismatch.inc({ camera: camera.id }, sources.stats.mismatches.get(camera.id) ?? 0)
      gaps.inc({ camera: camera.id }, ledger.sourceGap)
      if (camera.recentOnTimeRatio !== null) onTime.set({ camera: camera.id }, camera.recentOnTimeRatio)
      poolSlots.set({ camera: camera.id, state: 'leased' }, pool.leased)
      poolSlots.set({ camera: camera.id, state: 'free' }, pool.slots - pool.leased)
      poolHits.inc({ camera: camera.id }, pool.hits)
      poolMisses.inc({ camera: camera.id }, pool.misses)
    }
    for (const { id, restarts: count, failure } of sources.statuses()) if (count > 0) restarts.inc({ camera: id, reason: failure ?? 'recovered' }, count)
    for (const status of sources.statuses()) for (const name of CameraState.options) state.set({ camera: status.id, state: name }, status.state === name ? 1 : 0)
    queue.set(stats.infer.queueDepth)
    for (const process of stats.processes) {
      gc.set({ process: process.name }, process.gc.totalMs / 1000)
      loop.set({ process: process.name }, process.eventLoopDelayMs.p99 / 1000)
      rss.set({ process: process.name }, process.rssBytes)
    }
    storage.set({ kind: 'catalogue' }, stats.storage.catalogueBytes)
    storage.set({ kind: 'media' }, stats.storage.mediaBytes)
    storage.set({ kind: 'free' }, stats.storage.freeBytes)
  }

  return {
    contentType: Registry.PROMETHEUS_CONTENT_TYPE,
    async render() {
      collect()
      return `${await registry.metrics()}${renderStages(sources.stats)}`
    },
    note(news) {
      if (news.type !== 'event') return
      const { id, type, label, clip, state: eventState } = news.event
      const over = eventState === 'ended' && clip.state !== 'recording'
      if (!over && !under.has(id) && eventState === 'active') events.inc({ type, label })
      if (!over) return void under.add(id)
      // Also told of an event that ended long ago, when somebody marks it.
      if (!under.delete(id) || clip.state === 'none') return
      clips.inc({ state: clip.state })
      clipBytes.inc(clip.bytes)
    },
  }
}

/** Media counts its own buckets; the text format takes them as they are, where a Histogram object would want every observation again. */
function renderStages(stats: StatsService): string {
  const lines: string[] = []
  const family = (name: string, help: string, only: (stage: string) => boolean, withStage: boolean): void => {
    lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} histogram`)
    for (const camera of stats.snapshot?.cameras ?? []) {
      for (const [stage, buckets] of Object.entries(camera.stageBuckets)) {
        if (!only(stage) || !buckets) continue
        const labels = withStage ? `camera="${camera.cameraId}",stage="${stage}"` : `camera="${camera.cameraId}"`
        let sum = 0
        for (const [index, bound] of STAGE_BUCKETS_SECONDS.entries()) {
          sum += buckets.counts[index] ?? 0
          lines.push(`${name}_bucket{${labels},le="${bound}"} ${sum}`)
        }
        sum += buckets.counts[STAGE_BUCKETS_SECONDS.length] ?? 0
        lines.push(`${name}_bucket{${labels},le="+Inf"} ${sum}`, `${name}_sum{${labels}} ${buckets.sumSeconds}`, `${name}_count{${labels}} ${sum}`)
      }
    }
  }
  family('vigil_stage_seconds', 'Time per stage of a frame\'s way', () => true, true)
  family('vigil_glass_seconds', 'Capture to painted', (stage) => stage === 'glass', false)
  family('vigil_infer_seconds', 'Time inside the model', (stage) => stage === 'infer', false)
  return `\n${lines.join('\n')}\n`
}
