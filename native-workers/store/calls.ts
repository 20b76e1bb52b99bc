import { join } from 'node:path'
import type { StoreCalls } from '../../common/wire/store-messages.ts'
import { createCatalogue } from './catalogue.ts'
import { closeDatabase, openDatabase, type OpenFile, type Quarantined } from './database.ts'
import { createMediaFiles, sizeOf } from './media-files.ts'
import { salvageCatalogue } from './salvage.ts'
import { finishDeletions, recover } from './recover.ts'
import { createReplays } from './replays.ts'

export interface OpenStore {
  readonly calls: StoreCalls
  /** The catalogue turned out damaged while working: closes it as it is. The next start deals with it. */
  abandonCatalogue(): void
  close(): void
}

/**
 * Opens the catalogue in `folder`; media files follow as they are needed. Every call is done when it returns.
 * Throws StoreFailure when the folder cannot be used.
 */
export function openStore({ folder, now, onQuarantine }: { folder: string; now: () => number; onQuarantine: (file: Quarantined) => void }): OpenStore {
  const quarantined: Quarantined[] = []
  const report = (file: Quarantined): void => {
    quarantined.push(file)
    onQuarantine(file)
  }
  const lost: Quarantined[] = []
  const cataloguePath = join(folder, 'vigil.db')
  const catalogueFile: OpenFile = { path: cataloguePath, kind: 'catalogue', now, onQuarantine: (file) => lost.push(file) }
  const database = openDatabase(catalogueFile)
  const catalogue = createCatalogue(database)
  for (const { path, reason } of lost) {
    const saved = database.transaction(() => salvageCatalogue(path, catalogue))()
    report({ path, reason: `${reason} (${saved} events could be read from it and were kept)` })
  }
  const media = createMediaFiles({
    folder: join(folder, 'media'),
    now,
    onQuarantine(file, day) {
      report(file)
      catalogue.loseMedia(day, `The media file of ${day} was damaged; it was kept as ${file.path}.`)
    },
  })

  const dayOf = (eventId: string): string => {
    const day = catalogue.dayOf(eventId)
    if (day === null) throw new Error(`event ${eventId} is not in the catalogue: it was deleted, or never stored`)
    return day
  }
  const readOf = <T>(eventId: string, action: Parameters<typeof media.read<T>>[1]): T | null => {
    const day = catalogue.dayOf(eventId)
    return day === null ? null : media.read(day, action)
  }

  const calls: StoreCalls = {
    recover(args) {
      const repaired = recover({ catalogue, media, openEventIds: new Set(args?.openEventIds), nowMs: now() })
      finishDeletions({ catalogue, media })
      return { repaired, quarantined: [...quarantined] }
    },
    putEvent: (event) => catalogue.put(event, now()),
    getEvent: (id) => catalogue.get(id),
    listEvents: (query) => catalogue.list(query),
    patchEvent: ({ id, patch }) => catalogue.patch(id, patch),
    deleteEvent(id) {
      // Catalogue first: a crash in between leaves bytes nobody sees (deleted at the next start), never an event without its clip.
      const gone = catalogue.delete(id)
      finishDeletions({ catalogue, media })
      return gone
    },
    openClip(args) {
      dayOf(args.eventId)
      catalogue.setDay(args.eventId, args.day)
      media.write(args.day, (file) => file.openClip(args))
    },
    appendFragments: (args) => media.write(dayOf(args.eventId), (file) => file.appendFragments(args)),
    closeClip(event, init) {
      if (init) media.write(dayOf(event.id), (file) => file.setInit(event.id, init))
      catalogue.put(event, now())
    },
    putSnapshot({ eventId, jpeg }) {
      media.write(dayOf(eventId), (file) => file.putSnapshot(eventId, jpeg))
      catalogue.setSnapshot(eventId)
    },
    getSnapshot: (id) => readOf(id, (file) => file.getSnapshot(id)),
    clipInfo: (id) => readOf(id, (file) => file.info(id)),
    readFragments: (args) => readOf(args.eventId, (file) => file.readFragments(args)) ?? [],
    tracks: (id) => readOf(id, (file) => file.tracks(id)),
    putTrackChunk: (chunk) => media.write(new Date(chunk.fromMs).toISOString().slice(0, 10), (_, trackLog) => trackLog.put(chunk)),
    ...createReplays({
      days: () => media.days(),
      chunks: (day, camera) => media.read(day, (_, trackLog) => trackLog.list(camera)) ?? [],
      bytes: (day, id) => media.read(day, (_, trackLog) => trackLog.bytes(id)) ?? new Uint8Array(),
      listEvents: (query) => catalogue.list(query),
    }),
    usage: () => ({ catalogueBytes: sizeOf(cataloguePath) + sizeOf(`${cataloguePath}-wal`), mediaBytes: media.bytes(), events: catalogue.count() }),
  }
  return {
    calls,
    abandonCatalogue() {
      media.close()
      // Closed without its mark of being whole: the next start checks it from end to end, moves it aside and saves what it can.
      database.close()
    },
    close() {
      media.close()
      closeDatabase(database)
    },
  }
}
