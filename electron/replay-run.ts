import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { CameraConfig } from '../common/contracts/camera-config.ts'
import type { VigilConfig } from '../common/contracts/config.ts'
import type { Replay } from '../common/contracts/replay.ts'
import type { AnalyzeOptions } from './analyze-options.ts'
import { modelFolders, UsageError } from './door-options.ts'
import type { Clock } from './ports/clock.ts'
import type { Logger } from './ports/logger.ts'
import type { WorkerHost } from './ports/worker-host.ts'
import { ConfigService } from './services/config/config-service.ts'
import { createStoreClient } from './services/events/store-client.ts'
import { resolveModel } from './services/models/resolve-model.ts'
import { replayRules } from './services/tracks/replay-service.ts'
import { rulesOf } from './services/tracks/rules-of.ts'

export interface ReplayDoor {
  readonly options: AnalyzeOptions
  readonly overrides: ReadonlyMap<string, string>
  readonly workers: WorkerHost
  readonly clock: Clock
  readonly logger: Logger
  readonly env: NodeJS.ProcessEnv
  readonly shippedModels: string
  /** Events as lines of JSON, then the summary. */
  readonly write: (line: object) => void
  readonly warn: (text: string) => void
  readonly progress: (text: string | null) => void
}

/** `analyze --replay DATA`: what the stored tracks of a data folder would have been under another config. Throws a UsageError for what cannot be asked. */
export async function replayFolder(door: ReplayDoor): Promise<void> {
  const { options, clock, logger, overrides } = door
  const data = options.replay ?? ''
  if (!statSync(data, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`--replay: there is no folder ${data}`)
  if (!existsSync(join(data, 'vigil.db'))) throw new UsageError(`--replay: ${data} is not a data folder of Vigil: it has no vigil.db`)
  const oldFile = options.against ?? join(data, 'vigil.yml')
  if (!existsSync(oldFile)) throw new UsageError(`--against: there is no ${oldFile}; name the config that the engine ran with`)
  if (options.config === null) throw new UsageError('--replay needs --config: the rules to try come from there')
  const load = (file: string) => ConfigService.load({ file, overrides, clock, logger }).then(({ config }) => config)
  const before = await load(oldFile)
  const after = await load(options.config)
  const cameras = camerasOf({ before, after, options })
  const span = spanOf(options)

  const client = createStoreClient({ host: door.workers, dataDir: data, clock, logger, openEventIds: () => [], readOnly: true })
  const stop = await client.start()
  try {
    const replays: Replay[] = []
    for (const { was, is } of cameras) {
      for (const other of notReplayed(was, is)) door.warn(`${is.id}: ${other} differs, too; a replay knows nothing of that`)
      const folders = modelFolders(options.models, door.env, data, door.shippedModels)
      const detector = async ({ detector: { model } }: VigilConfig): Promise<{ state: 'ready' | 'motion-only' }> => ({ state: (await resolveModel({ wanted: model, folders })).model === null ? 'motion-only' : 'ready' })
      const args = { camera: is.id, ...span, now: rulesOf(was, await detector(before)), proposed: rulesOf(is, await detector(after)) }
      for await (const news of replayRules(client.store, args, undefined)) {
        if (news.type === 'progress') door.progress(`${is.id}: ${Math.round((news.done / Math.max(1, news.total)) * 100)} %`)
        else replays.push(news.replay)
      }
    }
    door.progress(null)
    for (const replay of replays) for (const event of replay.events) door.write(event)
    door.write({ type: 'summary', replays: replays.map(({ events: _events, unlisted: _unlisted, ...rest }) => rest) })
  } finally {
    await stop()
  }
}

function camerasOf({ before, after, options }: { before: VigilConfig; after: VigilConfig; options: AnalyzeOptions }): { was: CameraConfig; is: CameraConfig }[] {
  const pairs = after.cameras.flatMap((is) => {
    const was = before.cameras.find(({ id }) => id === is.id)
    return was ? [{ was, is }] : []
  })
  const known = pairs.map(({ is }) => is.id).join(', ') || 'none'
  if (options.camera === null && pairs.length === 0) throw new UsageError(`${options.config} has no camera of the data folder's config`)
  const wanted = options.camera === null ? pairs : pairs.filter(({ is }) => is.id === options.camera)
  if (wanted.length === 0) throw new UsageError(`--camera: there is no camera "${options.camera}" in both configs; they share ${known}`)
  return wanted
}

/** Where nothing else is asked, the whole log: the same folder gives the same answer tomorrow. */
function spanOf({ from, to }: AnalyzeOptions): { fromMs: number | null; toMs: number | null } {
  const toMs = to === null ? null : instant('--to', to)
  const fromMs = from === null ? null : instant('--from', from)
  if (fromMs !== null && toMs !== null && fromMs >= toMs) throw new UsageError(`--from: expected a time before ${new Date(toMs).toISOString()}, got ${new Date(fromMs).toISOString()}`)
  return { fromMs, toMs }
}

function instant(name: string, text: string): number {
  const ms = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(ms)) throw new UsageError(`${name}: expected a time such as 2026-11-21T10:15:00Z, got "${text}"`)
  return ms
}

/** Settings that decide what is tracked at all. */
function notReplayed(was: CameraConfig, is: CameraConfig): string[] {
  const groups = (camera: CameraConfig): Record<string, unknown> => {
    const { minScore: _minScore, threshold: _threshold, filters: _filters, ...detect } = camera.detect
    return { detect, motion: camera.motion, privacy: camera.privacy, objectMasks: camera.objectMasks }
  }
  const old = groups(was)
  return Object.entries(groups(is)).flatMap(([name, value]) => (JSON.stringify(value) === JSON.stringify(old[name]) ? [] : [name]))
}
