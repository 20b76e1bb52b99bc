import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import type { SystemStatus } from '../common/contracts/system.ts'
import type { Clock } from './ports/clock.ts'
import type { Logger } from './ports/logger.ts'
import type { Paths } from './ports/paths.ts'
import type { SecretStore } from './ports/secret-store.ts'
import type { WorkerHost } from './ports/worker-host.ts'
import type { Services } from './rpc/services.ts'
import { CaptureService } from './services/capture/capture-service.ts'
import { DetectorSetup } from './services/capture/detector-setup.ts'
import { EpochCounter } from './services/capture/epoch-counter.ts'
import { findFfmpeg } from './ffmpeg/find-ffmpeg.ts'
import { createMediaClient } from './services/capture/media-client.ts'
import { probeAddress } from './services/capture/probe.ts'
import { ClipIntake } from './services/clips/clip-intake.ts'
import { createClipService } from './services/clips/clip-service.ts'
import { createConversionDesk } from './services/clips/conversion-desk.ts'
import { createFootageDesk } from './services/clips/footage-desk.ts'
import { createRecordingGate } from './services/clips/recording-gate.ts'
import { recheckClips } from './services/clips/recheck-clips.ts'
import { createClipVerifier } from './services/clips/verify-clip.ts'
import { CameraEditor } from './services/config/camera-editor.ts'
import type { ConfigService } from './services/config/config-service.ts'
import { resolveSecrets } from './services/config/secrets.ts'
import { EventDesk } from './services/events/event-desk.ts'
import { EventFeed } from './services/events/event-feed.ts'
import { liveEventId } from './services/events/event-ids.ts'
import { createEventService } from './services/events/event-service.ts'
import { createStoreClient } from './services/events/store-client.ts'
import { RuleKeeper } from './services/events/rule-keeper.ts'
import { exportMaterial } from './services/exports/export-material.ts'
import { createExportService } from './services/exports/export-service.ts'
import { SystemBoard } from './services/health/system-board.ts'
import { createPrometheus } from './services/metrics/prometheus.ts'
import { StatsService } from './services/metrics/stats-service.ts'
import { modelChecker } from './services/models/check-model.ts'
import { ModelLibrary } from './services/models/model-library.ts'
import { createStorageService } from './services/storage/storage-service.ts'
import { createActivityLog } from './services/tracks/activity-log.ts'
import { replayCamera } from './services/tracks/replay-desk.ts'
import { whyNot } from './services/why/why-desk.ts'
import { createTrackLog } from './services/tracks/track-log.ts'

export interface Door {
  readonly kind: SystemStatus['door']
  readonly version: string
  readonly paths: Paths
  readonly config: ConfigService
  readonly workers: WorkerHost
  readonly secrets: SecretStore
  readonly clock: Clock
  readonly logger: Logger
  readonly env: NodeJS.ProcessEnv
}

export interface Engine {
  readonly services: Services
  /** Ends everything in reverse: cameras, events, clips, then the processes. */
  stop(): Promise<void>
}

/** A whole shutdown has five seconds. At the worst a hanging ffmpeg takes one of them, then these. */
const STOP_MS = { clips: 1_200, processes: 1_200 } as const

/** Names every service once and ties them together. No decisions are made here. */
export async function compose(door: Door): Promise<Engine> {
  const { paths, config, clock, logger, secrets, env } = door
  const ffmpeg = findFfmpeg(env, process.platform)
  const epochs = new EpochCounter(join(paths.data, 'epochs'), clock.now())
  const media = createMediaClient({ host: door.workers, clock, logger })
  const storeClient = createStoreClient({ host: door.workers, dataDir: paths.data, clock, logger, openEventIds: () => clips.openEventIds() })
  const { store } = storeClient
  const feed = new EventFeed()
  const gate = createRecordingGate({ clock, onChange: () => void storage.look() })
  const clips = createClipService({ store, clock, logger, gate, verify: createClipVerifier({ store, ffmpegPath: ffmpeg ?? 'ffmpeg' }), onEvent: (event) => desk.tell(event) })
  const footage = createFootageDesk({ store, clock, lines: (id) => clips.lines(id) })
  const conversions = createConversionDesk({ folder: join(paths.data, 'conversions'), ffmpeg, clock, logger })
  const exports = createExportService({
    folder: join(paths.data, 'exports'), ffmpeg, clock, logger, madeBy: `Vigil ${door.version}`, material: exportMaterial({ store, footage, camera: (id) => config.camera(id), flushLedger: (id) => activity.flush(id) }),
  })
  const desk = new EventDesk({ store, feed, remove: (id) => clips.remove(id) })
  const events = createEventService({ clips, clock })
  const trackLog = createTrackLog({ store, logger })
  const activity = createActivityLog({ store, logger })
  const resolveUrl = (url: string): ReturnType<typeof resolveSecrets> => resolveSecrets(url, secrets, env)
  const capture = new CaptureService({
    media, clips: new ClipIntake({ clips, logger }), clock, logger, ffmpeg, resolveUrl, random: Math.random, runtime: paths.runtime,
    baseFolder: dirname(paths.configFile), wallClock: 'arrival', nextEpoch: () => epochs.take(), rewind: () => config.config.rewind,
  })
  const stats = new StatsService({
    clock, logger, sources: {
      statuses: () => capture.statuses(), modelId: () => board.detectorStatus.modelId, storeProcess: () => storeClient.stats,
      usage: () => store.usage(), dataFolder: paths.data,
    },
  })
  const board = new SystemBoard({
    version: door.version, door: door.kind, startedAtMs: clock.now(), configFile: paths.configFile, statuses: () => capture.statuses(),
    configProblems: () => config.problems, uptimeSeconds: () => stats.uptimeSeconds, mismatches: () => [...stats.mismatches.values()].reduce((a, b) => a + b, 0),
  })
  const storage = createStorageService({
    store, folder: paths.data, config: () => config.config, clock, logger, gate, note: (id, notice) => board.note(id, notice), onRemoved: () => feed.publish({ type: 'reload' }),
  })
  const rules = new RuleKeeper({ config, events, clips, detector: () => board.detectorStatus, newId: ({ startedAtMs }) => liveEventId({ nowMs: startedAtMs, random: (count) => randomBytes(count) }) })
  const models = new ModelLibrary({
    dataFolder: paths.data, folders: paths.models, check: modelChecker({ host: door.workers, clock }), clock, wanted: () => config.config.detector.model,
    status: () => board.detectorStatus, choose: (id) => config.chooseModel(id), reload: () => detector.again(),
  })
  const detector = new DetectorSetup(media, (wanted) => models.resolve(wanted))
  const prometheus = createPrometheus({ stats, statuses: () => capture.statuses() })

  media.onReport((report) => {
    stats.receive(report)
    switch (report.type) {
      case 'ready': return board.setMedia({ state: 'ready', reason: null })
      case 'detector':
        models.inUse(report.model)
        board.setDetector(report.status)
        return rules.apply()
      case 'results':
        for (const result of report.results) {
          events.onResult(result)
          trackLog.onResult(result)
          activity.onResult(result)
        }
        return
      case 'track-picture': return clips.picture(report)
      case 'epoch-drained':
        trackLog.cameraGone(report.cameraId)
        activity.cameraGone(report.cameraId)
        return events.cameraGone(report.cameraId)
      case 'log': return logger[report.level]({ camera: report.cameraId }, report.text)
      case 'endpoint-open': case 'endpoint-failed': case 'stream': case 'stats': case 'snapshot-done': case 'evidence-done':
    }
  })
  media.onDown((reason) => {
    stats.mediaDied()
    board.setMedia({ state: 'restarting', reason })
    for (const { id } of config.config.cameras) {
      trackLog.cameraGone(id)
      activity.cameraGone(id)
      events.cameraGone(id)
    }
  })
  storeClient.onState((state) => board.setStore({ state: state.at === 'stopped' ? 'starting' : state.at, reason: state.at === 'failed' ? state.reason : null }))
  storeClient.onRecovered(({ repaired, quarantined }) => {
    for (const event of repaired) desk.tell(event)
    void recheckClips(repaired, { desk: footage, store, ffmpegPath: ffmpeg ?? 'ffmpeg', logger, tell: (event) => desk.tell(event) })
    for (const { path, reason } of quarantined) board.note(`damaged-${path}`, { level: 'alert', text: `A damaged file was set aside as ${path}: ${reason}`, cameraId: null })
  })
  capture.onChange(() => board.changed())
  feed.subscribe((news) => prometheus.note(news))

  const applyConfig = async (): Promise<void> => {
    rules.apply()
    clips.setRewind(config.config.rewind)
    detector.apply(config.config.detector)
    await capture.apply(config.config.cameras)
    board.changed()
    void storage.look()
  }
  config.onChange(() => void applyConfig())

  const stopStore = await storeClient.start()
  await models.tidy()
  media.start()
  const stopEvents = await events.start()
  const stopStorage = storage.start()
  const stopWatching = config.watch()
  await applyConfig()

  return {
    services: {
      config, cameras: new CameraEditor(config, secrets), capture, media, stats, board, feed, store,
      patchEvent: (id, patch) => desk.patch(id, patch),
      removeEvent: (id) => desk.remove(id),
      footage, conversions, storage, exports,
      probe: (request) => probeAddress({ ...request, ffmpeg, baseFolder: dirname(paths.configFile), resolveUrl }),
      replay: (id, request, signal) => replayCamera({ store, log: trackLog, clock, camera: (of) => config.camera(of), picture: (of) => capture.resolution(of), detector: () => board.detectorStatus }, id, request, signal),
      why: (id, query) => whyNot({ media, store, camera: (of) => config.camera(of), detector: () => board.detectorStatus }, id, query),
      models,
      metrics: async () => ({ contentType: prometheus.contentType, text: await prometheus.render() }),
      fault: env['VIGIL_FAULTS'] === '1' ? (kind) => media.send({ type: 'fault', kind }) : null,
    },
    async stop() {
      stopWatching()
      stopStorage()
      exports.stop()
      conversions.stop()
      await capture.stop()
      trackLog.stop()
      activity.stop()
      await stopEvents()
      await clips.stop(STOP_MS.clips)
      await Promise.all([media.stop(STOP_MS.processes), stopStore(STOP_MS.processes)])
      stats.stop()
    },
  }
}
