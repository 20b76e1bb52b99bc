import { randomBytes } from 'node:crypto'
import { createReadStream, mkdirSync, rmSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExportJob, ExportRequest, ExportSource } from '../../../common/contracts/exports.ts'
import { EditError } from '../../../common/edit-error.ts'
import { messageOf } from '../../../common/message-of.ts'
import { FFMPEG_MISSING } from '../../ffmpeg/find-ffmpeg.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Logger } from '../../ports/logger.ts'
import { isEncoded } from './export-args.ts'
import { framePicture } from './frame-picture.ts'
import { exportName } from './export-name.ts'
import type { ExportMaterial, MaterialSource } from './export-material.ts'
import { makeEvidence } from './make-evidence.ts'
import { makeMp4 } from './make-mp4.ts'
import { overlayAss } from './overlay-ass.ts'

export interface ExportService {
  /** Throws an EditError for what does not exist. */
  start(request: ExportRequest): Promise<ExportJob>
  /** One frame as JPEG, in full size and with the privacy masks: at a moment of the footage, seconds, or by the wall clock. Null where there is none. */
  frame(request: { source: ExportSource; at: { seconds: number } | { wallMs: number }; boxes: boolean }): Promise<Uint8Array | null>
  jobs(): ExportJob[]
  job(id: string): ExportJob | null
  /** The file of a job that is done; null before. */
  read(id: string): AsyncIterable<Uint8Array> | null
  /** Stops it if it runs, and removes its file; false when there is none. */
  remove(id: string): boolean
  onChange(listener: () => void): () => void
  stop(): void
}

interface Entry {
  job: ExportJob
  readonly material: ExportMaterial
  readonly folder: string
  readonly abort: AbortController
  path: string | null
}

/** Finished files are kept until somebody removes them, and no longer than this run; more than this many push the oldest out. */
const MAX_JOBS = 50
const LONGEST_MS = 86_400_000

/** Makes files for outside, one after the other: live cameras come first. They lie in a folder of their own, which is emptied at start and end. */
export function createExportService({ folder, ffmpeg, material, clock, logger, madeBy }: {
  folder: string
  ffmpeg: string | null
  material: MaterialSource
  clock: Clock
  logger: Logger
  /** Name and version, for the evidence. */
  madeBy: string
}): ExportService {
  const entries = new Map<string, Entry>()
  const listeners = new Set<() => void>()
  let running: Promise<void> = Promise.resolve()
  rmSync(folder, { recursive: true, force: true })

  const set = (entry: Entry, change: Partial<ExportJob>): void => {
    entry.job = { ...entry.job, ...change }
    for (const listener of listeners) listener()
  }
  const make = async ({ material: { footage, width, height, masks, tracks, evidence }, job, folder: own, abort: { signal } }: Entry, onProgress: (share: number) => void): Promise<string> => {
    if (ffmpeg === null) throw new Error(FFMPEG_MISSING)
    const { burnIn, kind } = job.request
    const burns = burnIn.boxes || burnIn.time || (burnIn.privacy && masks.length > 0)
    mkdirSync(own, { recursive: true })
    const overlay = burns ? overlayAss({
      width, height, durationMs: footage.timeline.durationMs, tracks: burnIn.boxes ? (await tracks()).frames : null, startWallMs: burnIn.time ? footage.timeline.startWallMs : null,
      masks: burnIn.privacy ? masks : [],
    }) : null
    const base = job.name.replace(/\.(mp4|zip)$/, '')
    const clipPath = await makeMp4({ ffmpeg, footage, overlay, folder: own, name: base, signal, onProgress })
    if (kind === 'mp4') return clipPath
    const burnedIn = [...(burnIn.boxes ? ['boxes'] : []), ...(burnIn.time ? ['time'] : []), ...(burnIn.privacy && masks.length > 0 ? ['privacy masks'] : []), ...(isEncoded({ codec: footage.codec, overlay }) ? ['encoded anew'] : [])]
    return makeEvidence({ ...await evidence(), clipPath, tracks: await tracks(), burnedIn, madeBy, madeAtMs: clock.now() }, { folder: own, name: base, signal })
  }
  const run = async (entry: Entry): Promise<void> => {
    if (entry.job.state !== 'waiting') return
    set(entry, { state: 'running' })
    try {
      let toldAtMs = -Infinity
      const path = await make(entry, (progress) => {
        if (clock.monotonic() - toldAtMs < 200) return
        toldAtMs = clock.monotonic()
        set(entry, { progress: Math.round(progress * 1_000) / 1_000 })
      })
      entry.path = path
      set(entry, { state: 'done', progress: 1, bytes: (await stat(path)).size })
    } catch (error) {
      rmSync(entry.folder, { recursive: true, force: true })
      if (entry.abort.signal.aborted) return set(entry, { state: 'cancelled' })
      const reason = messageOf(error)
      logger.warn({ export: entry.job.id, reason }, 'an export failed')
      set(entry, { state: 'failed', reason })
    }
  }
  const remove = (id: string): boolean => {
    const entry = entries.get(id)
    if (!entry) return false
    entry.abort.abort()
    entries.delete(id)
    rmSync(entry.folder, { recursive: true, force: true })
    for (const listener of listeners) listener()
    return true
  }

  return {
    async start(request) {
      if ('camera' in request.source && Date.parse(request.source.to) - Date.parse(request.source.from) > LONGEST_MS) throw new EditError('invalid', ['expected at most a day to export; make several'])
      const found = await material(request.source)
      if (!found) throw new EditError('not-found', ['there is no footage to export: nothing was recorded there, or it is gone'])
      const id = randomBytes(9).toString('base64url')
      const base = exportName({ camera: found.camera, what: found.what, startMs: found.footage.timeline.startWallMs })
      const job: ExportJob = { id, request, name: `${base}.${request.kind === 'mp4' ? 'mp4' : 'zip'}`, state: 'waiting', progress: 0, bytes: 0, reason: null, createdAtMs: clock.now() }
      const entry: Entry = { job, material: found, folder: join(folder, id), abort: new AbortController(), path: null }
      const [oldest] = entries.keys()
      if (entries.size >= MAX_JOBS && oldest !== undefined) remove(oldest)
      entries.set(id, entry)
      running = running.then(() => run(entry))
      for (const listener of listeners) listener()
      return job
    },
    async frame({ source, at, boxes }) {
      if (ffmpeg === null) throw new Error(FFMPEG_MISSING)
      const found = await material(source)
      if (!found) return null
      mkdirSync(folder, { recursive: true })
      const atSeconds = 'seconds' in at ? at.seconds : (at.wallMs - found.footage.timeline.startWallMs) / 1_000
      return framePicture({ material: found, atSeconds, boxes }, { ffmpeg, folder })
    },
    jobs: () => [...entries.values()].map(({ job }) => job),
    job: (id) => entries.get(id)?.job ?? null,
    read(id) {
      const path = entries.get(id)?.path ?? null
      return path === null ? null : createReadStream(path)
    },
    remove,
    onChange(listener) {
      listeners.add(listener)
      return () => { listeners.delete(listener) }
    },
    stop() {
      for (const id of entries.keys()) remove(id)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
