import { join } from 'node:path'
import { mediaFileOf } from '../../common/footage/media-file.ts'
import type { StoreCalls } from '../../common/wire/store-messages.ts'
import { createCatalogue } from './catalogue.ts'
import { closeDatabase, openDatabase, type OpenFile, type Quarantined } from './database.ts'
import { dropStep, trimStep, type Step } from './drop-file.ts'
import { kindOf } from './error-kind.ts'
import { createEventFiles } from './event-files.ts'
import { ledgerOf } from './ledger-of.ts'
import { createMediaFiles, sizeOf } from './media-files.ts'
import { preparedOn } from './prepared.ts'
import { finishDeletions, recover } from './recover.ts'
import { createReplays } from './replays.ts'
import { createReserve } from './reserve.ts'
import { createRollups } from './rollups.ts'
import { salvageCatalogue } from './salvage.ts'
import { createSegments } from './segments.ts'
import { createTimelineEvents } from './timeline-events.ts'
import { recordedBetween, rollUpOne } from './timeline.ts'

export interface OpenStore {
  readonly calls: StoreCalls
  /** A few milliseconds of what can wait. False when there is nothing of it. */
  idle(): boolean
  /** The catalogue turned out damaged while working: closes it as it is. The next start deals with it. */
  abandonCatalogue(): void
  close(): void
}

export interface StoreOptions {
  readonly folder: string
  readonly now: () => number
  readonly onQuarantine: (file: Quarantined) => void
  /** No file grows beyond this; for tests of a full disk. */
  readonly maxPages?: number
}

/** Only what says itself that it is full is helped by the reserve. */
const HEALTHY = { hasRoom: () => true, isWritable: () => true }
/** So much of what a crash left of dropped files is done before the first call; the rest while idle. */
const DROP_STEPS_AT_START = 20

/**
 * Opens the catalogue in `folder`; media files follow as they are needed. Every call is done when it returns.
 * Throws StoreFailure when the folder cannot be used.
 */
export function openStore({ folder, now, onQuarantine, maxPages }: StoreOptions): OpenStore {
  const quarantined: Quarantined[] = []
  const report = (file: Quarantined): void => {
    quarantined.push(file)
    onQuarantine(file)
  }
  const limit = { ...(maxPages !== undefined && { maxPages }) }
  const lost: Quarantined[] = []
  const cataloguePath = join(folder, 'vigil.db')
  const catalogueFile: OpenFile = { path: cataloguePath, kind: 'catalogue', now, onQuarantine: (file) => lost.push(file), ...limit }
  const database = openDatabase(catalogueFile)
  const sql = preparedOn(database)
  const files = createEventFiles(sql)
  const catalogue = createCatalogue(database, sql, files)
  const rollups = createRollups(sql, (action) => database.transaction(action)())
  for (const { path, reason } of lost) {
    const saved = database.transaction(() => salvageCatalogue(path, catalogue, files))()
    report({ path, reason: `${reason} (${saved} events could be read from it and were kept)` })
  }
  const media = createMediaFiles({
    folder: join(folder, 'media'), now, ...limit,
    cameraOf: (eventId) => catalogue.get(eventId)?.camera ?? null,
    onFirstWrite: (file) => rollups.forget(file),
    onClose: (footage) => rollups.put(footage),
    onQuarantine(file, mediaFile) {
      report(file)
      rollups.forget(mediaFile)
      catalogue.loseMedia(mediaFile, `The media file ${mediaFile} was damaged; it was kept as ${file.path}.`)
    },
  })
  const segments = createSegments({ files, media })
  const events = createTimelineEvents(sql, catalogue.index)
  const reserve = createReserve(folder)
  reserve.keep()
  const dropParts = { catalogue, files, media, rollups, segments, now }

  const mainFileOf = (eventId: string): string => {
    const file = files.mainOf(eventId)
    if (file === null) throw new Error(`event ${eventId} is not in the catalogue: it was deleted, or never stored`)
    return file
  }
  const link = (eventId: string, file: string): void => { if (mainFileOf(eventId) !== file) files.link(eventId, file) }

  /** Deleting has to be possible on a disk without a byte left: every step is a transaction, and with the reserve given back it is simply made again. */
  const onFullDisk = (make: () => Step): Step => {
    let step: Step
    try {
      step = make()
    } catch (error) {
      if (kindOf(error, HEALTHY) !== 'full' || !reserve.release()) throw error
      step = make()
    }
    if (step.done) reserve.keep()
    return step
  }

  const calls: StoreCalls = {
    recover(args) {
      const repaired = recover({ catalogue, segments, openEventIds: new Set(args?.openEventIds), nowMs: now() })
      finishDeletions({ files, media })
      for (const file of files.dropped()) for (let step = 0; step < DROP_STEPS_AT_START && !dropStep(dropParts, file).done;) step += 1
      return { repaired, quarantined: [...quarantined] }
    },
    putEvent: (event) => catalogue.put(event, now()),
    getEvent: (id) => catalogue.get(id),
    listEvents: (query) => catalogue.list(query),
    patchEvent: ({ id, patch }) => catalogue.patch(id, patch),
    deleteEvent(id) {
      // Catalogue first: a crash in between leaves bytes nobody sees (deleted at the next start), never an event without its clip.
      const gone = catalogue.delete(id)
      finishDeletions({ files, media })
      return gone
    },
    countEvents: ({ query, bounds }) => catalogue.count(query, bounds),
    openStream: ({ file, ...head }) => { media.write(file, (footage) => footage.streams.open(head)) },
    appendRows({ file, claims, ...rows }) {
      // An event deleted while it is recorded must not cost the others their rows; alone, it has none.
      const known = claims.filter(({ eventId }) => files.mainOf(eventId) !== null)
      if (known.length === 0 && claims.length > 0 && !rows.rows.some(({ kept }) => kept)) mainFileOf(claims[0]?.eventId ?? '')
      // Catalogue first: a crash in between leaves a pointer to nothing, never rows nobody finds.
      for (const { eventId } of known) link(eventId, file)
      media.write(file, (footage) => footage.append({ ...rows, claims: known }))
    },
    claimRows({ file, camera, epoch, from, to, claim }) {
      if (claim) link(claim.eventId, file)
      return media.write(file, (footage) => {
        const run = { stream: footage.streams.idOf(camera, epoch), from, to }
        if (claim) footage.claim(claim, run)
        else footage.keep(run)
        return footage.rows.missing(run.stream, from, to)
      })
    },
    putSnapshot({ eventId, jpeg }) {
      media.write(mainFileOf(eventId), (footage) => footage.snapshots.put(eventId, jpeg))
      catalogue.setSnapshot(eventId)
    },
    getSnapshot(id) {
      const file = files.mainOf(id)
      return file === null ? null : media.read(file, (footage) => footage.snapshots.get(id))
    },
    clipSegments: (claim) => segments.clip(claim),
    footageSegments: (args) => segments.footage(args),
    readRows: ({ file, stream, from, to }) => media.read(file, (footage) => footage.rows.bytes(stream, from, to)) ?? [],
    readTracks: ({ file, stream, from, to }) => media.read(file, (footage) => footage.rows.tracks(stream, from, to)) ?? [],
    putActivity: ({ file, camera, steps }) => media.write(file, (footage) => footage.putActivity(camera, steps)),
    activityLedger: (args) => ledgerOf(media, args),
    timeline: ({ cameras, fromMs, toMs, stepMs }) => cameras.map((camera) => ({
      camera, ...recordedBetween({ media, rollups }, camera, { fromMs, toMs }, stepMs), ...events.between(camera, { fromMs, toMs }, stepMs),
    })),
    neighbour: ({ cameras, atMs, direction }) => events.neighbour(cameras, atMs, direction),
    mediaFiles() {
      const counts = new Map(files.counts().map((count) => [count.file, count]))
      const there = new Map(media.list().map((facts) => [facts.file, facts]))
      return [...new Set([...there.keys(), ...counts.keys()])].filter((file) => !files.isDropped(file)).sort()
        .map((file) => ({ file, bytes: there.get(file)?.bytes ?? 0, oldestMs: there.get(file)?.oldestMs ?? null, events: counts.get(file)?.events ?? 0, pinned: counts.get(file)?.pinned ?? 0 }))
    },
    dropFile: (file) => onFullDisk(() => dropStep(dropParts, file)),
    trimFile: ({ file, beforeMs }) => onFullDisk(() => trimStep(dropParts, file, beforeMs)),
    putTrackChunk: (chunk) => media.write(mediaFileOf(chunk.fromMs, chunk.camera), ({ trackLog }) => trackLog.put(chunk)),
    ...createReplays({
      files: () => media.list().map(({ file }) => file),
      chunks: (file, camera) => media.read(file, ({ trackLog }) => trackLog.list(camera)) ?? [],
      bytes: (file, id) => media.read(file, ({ trackLog }) => trackLog.bytes(id)) ?? new Uint8Array(),
      listEvents: (query) => catalogue.list(query),
    }),
    usage: () => ({
      catalogueBytes: sizeOf(cataloguePath) + sizeOf(`${cataloguePath}-wal`), mediaBytes: media.list().reduce((sum, { bytes }) => sum + bytes, 0),
      events: files.counts().reduce((sum, count) => sum + count.events, 0),
    }),
  }
  return {
    calls,
    idle() {
      const [dropped] = files.dropped()
      if (dropped !== undefined) dropStep(dropParts, dropped)
      return dropped !== undefined || catalogue.index.readOlder() || rollUpOne({ media, rollups })
    },
    abandonCatalogue() {
      media.abandon()
      // Closed without its mark of being whole: the next start checks it from end to end, moves it aside and saves what it can.
      database.close()
    },
    close() {
      media.close()
      closeDatabase(database)
    },
  }
}
