import { createWriteStream, type WriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { CameraConfig } from '../common/contracts/camera-config.ts'
import { VigilConfig } from '../common/contracts/config.ts'
import type { FrameResult } from '../common/frame-result.ts'
import { addLedgers, emptyLedger } from '../common/ledger.ts'
import { messageOf } from '../common/message-of.ts'
import { ANALYZE_HELP, type AnalyzeOptions, parseAnalyzeOptions } from './analyze-options.ts'
import { AnalysisRun } from './analysis-run.ts'
import { modelFolders, UsageError } from './door-options.ts'
import { childWorkerHost } from './hosts/headless/child-worker.ts'
import { jsonLogger } from './hosts/headless/json-logger.ts'
import { progressBar } from './hosts/headless/progress-bar.ts'
import { systemClock } from './ports/clock.ts'
import { ConfigError, ConfigService } from './services/config/config-service.ts'
import { readEnvironment } from './services/config/environment.ts'
import { findFfmpeg } from './ffmpeg/find-ffmpeg.ts'
import { replayFolder } from './replay-run.ts'

const logger = jsonLogger('warn')
const SHIPPED_MODELS = resolve(import.meta.dirname, '../../resources/models')

async function readConfig(options: AnalyzeOptions): Promise<{ config: VigilConfig; camera: CameraConfig }> {
  const { overrides } = readEnvironment(process.env)
  if (options.config === null) {
    if (options.camera !== null) throw new UsageError('--camera needs --config: the camera\'s rules come from there')
    return { config: VigilConfig.parse({ version: 1 }), camera: CameraConfig.parse({ id: 'file', inputs: [{ url: 'test:pattern' }] }) }
  }
  const { config } = await ConfigService.load({ file: options.config, overrides, clock: systemClock, logger })
  const camera = options.camera === null ? config.cameras[0] : config.cameras.find(({ id }) => id === options.camera)
  if (!camera) throw new UsageError(options.camera === null ? `${options.config} holds no camera` : `there is no camera "${options.camera}" in ${options.config}; it has ${config.cameras.map(({ id }) => id).join(', ') || 'none'}`)
  return { config, camera }
}

function checkFiles(files: readonly string[]): void {
  for (const file of files) {
    const info = statSync(file, { throwIfNoEntry: false })
    if (!info) throw new UsageError(`${file}: there is no such file`)
    if (!info.isFile()) throw new UsageError(`${file}: is not a file`)
    if (info.size === 0) throw new UsageError(`${file}: is empty (0 bytes); copy it again`)
  }
}

/** Before the analysis, which may take hours. */
function openOut(file: string, option = '--out'): Promise<WriteStream> {
  return new Promise((opened, failed) => {
    const out = createWriteStream(file)
    out.once('open', () => opened(out))
    out.once('error', (error: NodeJS.ErrnoException) => failed(new UsageError(`${option}: ${file} cannot be written (${error.code ?? error.message})`)))
  })
}

async function replay(options: AnalyzeOptions): Promise<void> {
  const lines: string[] = []
  await replayFolder({
    options, overrides: readEnvironment(process.env).overrides, workers: childWorkerHost(import.meta.dirname), clock: systemClock, logger, env: process.env,
    shippedModels: SHIPPED_MODELS, write: (line) => lines.push(`${JSON.stringify(line)}\n`),
    warn: (text) => void process.stderr.write(`vigil: ${text}\n`),
    progress: (text) => void (process.stderr.isTTY && process.stderr.write(`\r\u001b[K${text ?? ''}`)),
  })
  const out = options.out === null ? process.stdout : await openOut(options.out)
  for (const line of lines) out.write(line)
  if (out !== process.stdout) await new Promise((done) => { out.end(() => done(null)) })
}

/** Boxes as the API gives them for a clip: `[trackId, label, score, x, y, w, h, predicted 0|1]`. */
const frameLine = (file: string, { ptsMs, outcome, tracks }: FrameResult): object => ({
  file, pts: Math.round(ptsMs) / 1000, outcome, boxes: tracks.map(({ trackId, label, score, box, predicted }) => [trackId, label, score, ...box, predicted ? 1 : 0]),
})

async function main(): Promise<void> {
  const options = parseAnalyzeOptions(process.argv.slice(2), process.env, process.platform)
  if (options.help) {
    process.stdout.write(`${ANALYZE_HELP}\n`)
    return
  }
  if (options.replay !== null) return replay(options)
  checkFiles(options.files)
  const { config, camera } = await readConfig(options)
  const runtime = mkdtempSync(join(tmpdir(), 'vigil-'))
  process.on('exit', () => rmSync(runtime, { recursive: true, force: true }))
  const out = options.out === null ? process.stdout : await openOut(options.out)
  const tracks = options.tracks === null ? null : await openOut(options.tracks, '--tracks')
  const run = new AnalysisRun({
    workers: childWorkerHost(import.meta.dirname), clock: systemClock, logger, ffmpeg: findFfmpeg(process.env, process.platform), runtime, camera, detector: config.detector,
    modelFolders: modelFolders(options.models, process.env, options.data, SHIPPED_MODELS),
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void run.stop().then(() => process.exit(1)))
  await run.start()
  const status = await run.detectorStatus
  if (status.state === 'motion-only') process.stderr.write(`vigil: motion only: ${status.reason ?? 'no model'}\n`)
  const startedAt = performance.now()
  let ledger = emptyLedger()
  let events = 0
  let inferences = 0
  let failed = false
  for (const file of options.files) {
    const bar = progressBar(file, process.stderr)
    try {
      const analysis = await run.analyze(file, (ptsMs) => bar.at(ptsMs), (result) => tracks?.write(`${JSON.stringify(frameLine(file, result))}\n`))
      for (const event of analysis.events) out.write(`${JSON.stringify(event)}\n`)
      events += analysis.events.length
      inferences += analysis.inferences
      ledger = addLedgers(ledger, analysis.ledger)
    } catch (error) {
      failed = true
      process.stderr.write(`vigil: ${file}: ${messageOf(error)}\n`)
    } finally {
      bar.done()
    }
    if (failed) break
  }
  const seconds = (performance.now() - startedAt) / 1000
  if (!failed) {
    out.write(`${JSON.stringify({ type: 'summary', frames: ledger.captured, inferred: ledger.outcomes.inferred, inferences, fps: Math.round((ledger.captured / seconds) * 10) / 10, ledger, events })}\n`)
  }
  await run.stop()
  if (tracks) await new Promise((done) => { tracks.end(() => done(null)) })
  if (out !== process.stdout) await new Promise((done) => { out.end(() => done(null)) })
  process.exitCode = failed ? 1 : 0
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof UsageError || error instanceof ConfigError ? '' : 'vigil: '}${messageOf(error)}\n`)
  process.exit(error instanceof UsageError || error instanceof ConfigError ? 2 : 1)
})
