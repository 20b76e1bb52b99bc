import type { ClipTracks } from '../../common/contracts/event.ts'
import type { ClipInfo, StoreCalls, TrackFrame } from '../../common/wire/store-messages.ts'
import type { Sqlite } from './database.ts'

/** What is stored of a clip, for repair and for its size. */
export interface ClipSummary {
  readonly fragments: number
  readonly bytes: number
  readonly endMs: number
  readonly startWallMs: number
}

/** Clips and snapshots of one day's file. */
export interface MediaDay {
  openClip(args: Parameters<StoreCalls['openClip']>[0]): void
  appendFragments(args: Parameters<StoreCalls['appendFragments']>[0]): void
  setInit(eventId: string, init: Uint8Array): void
  info(eventId: string): ClipInfo | null
  readFragments(args: Parameters<StoreCalls['readFragments']>[0]): Uint8Array[]
  tracks(eventId: string): ClipTracks | null
  summary(eventId: string): ClipSummary | null
  putSnapshot(eventId: string, jpeg: Uint8Array): void
  getSnapshot(eventId: string): Uint8Array | null
  delete(eventId: string): void
}

interface ClipRow { readonly id: number; readonly codec: string; readonly codec_string: string; readonly start_wall_ms: number; readonly exact: number; readonly error_ms: number; readonly init: Buffer }
interface FragmentRow { readonly idx: number; readonly size: number; readonly start_ms: number; readonly end_ms: number; readonly keyframe: number }

/** Pages given back to the file system per deletion: bounded, so that deleting one event never holds the store up. */
const VACUUM_PAGES = 2_000

export function createMediaDay(database: Sqlite): MediaDay {
  const insertClip = database.prepare(`INSERT INTO clips (event_id, codec, codec_string, start_wall_ms, exact, error_ms, init)
    VALUES (@eventId, @codec, @codecString, @startWallMs, 1, 0, @init)
    ON CONFLICT (event_id) DO UPDATE SET codec = @codec, codec_string = @codecString, start_wall_ms = @startWallMs, init = @init`)
  const selectClip = database.prepare<[string], ClipRow>('SELECT id, codec, codec_string, start_wall_ms, exact, error_ms, init FROM clips WHERE event_id = ?')
  const selectClipId = database.prepare<[string], { id: number }>('SELECT id FROM clips WHERE event_id = ?')
  // Upserts by (clip, index): a call that is sent again after a restart changes nothing.
  const insertFragment = database.prepare('INSERT OR REPLACE INTO clip_fragments (clip_id, idx, start_ms, end_ms, keyframe, frames, size, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const insertTracks = database.prepare('INSERT OR REPLACE INTO clip_tracks (clip_id, idx, frames) VALUES (?, ?, ?)')
  const updateAlignment = database.prepare('UPDATE clips SET exact = ?, error_ms = ? WHERE id = ?')
  const updateInit = database.prepare('UPDATE clips SET init = ? WHERE event_id = ?')
  const selectFragments = database.prepare<[number], FragmentRow>('SELECT idx, size, start_ms, end_ms, keyframe FROM clip_fragments WHERE clip_id = ? ORDER BY idx')
  const selectBytes = database.prepare<[number, number, number], { bytes: Buffer }>('SELECT bytes FROM clip_fragments WHERE clip_id = ? AND idx >= ? AND idx < ? ORDER BY idx')
  const selectTracks = database.prepare<[number], { frames: string }>('SELECT frames FROM clip_tracks WHERE clip_id = ? ORDER BY idx')
  const selectSummary = database.prepare<[string], { fragments: number; bytes: number | null; end_ms: number | null; start_wall_ms: number }>(`
    SELECT count(f.idx) AS fragments, sum(f.size) AS bytes, max(f.end_ms) AS end_ms, c.start_wall_ms
    FROM clips c LEFT JOIN clip_fragments f ON f.clip_id = c.id WHERE c.event_id = ? GROUP BY c.id`)
  const upsertSnapshot = database.prepare('INSERT INTO snapshots (event_id, jpeg) VALUES (?, ?) ON CONFLICT (event_id) DO UPDATE SET jpeg = excluded.jpeg')
  const selectSnapshot = database.prepare<[string], { jpeg: Buffer }>('SELECT jpeg FROM snapshots WHERE event_id = ?')
  const deleteClip = database.prepare('DELETE FROM clips WHERE event_id = ?')
  const deleteSnapshot = database.prepare('DELETE FROM snapshots WHERE event_id = ?')

  const clipId = (eventId: string): number => {
    const row = selectClipId.get(eventId)
    if (!row) throw new Error(`clip of event ${eventId} is not in its media file: it was deleted, or its file was damaged and moved aside`)
    return row.id
  }

  return {
    openClip: ({ eventId, codec, codecString, startWallMs, init }) => { insertClip.run({ eventId, codec, codecString, startWallMs, init }) },
    appendFragments: database.transaction(({ eventId, fragments, tracks, alignment }: Parameters<StoreCalls['appendFragments']>[0]) => {
      const clip = clipId(eventId)
      for (const row of fragments) insertFragment.run(clip, row.index, row.startMs, row.endMs, Number(row.keyframe), row.frames, row.bytes.length, row.bytes)
      const first = fragments[0]
      if (first && tracks.length > 0) insertTracks.run(clip, first.index, JSON.stringify(tracks))
      if (alignment) updateAlignment.run(Number(alignment.exact), alignment.errorMs, clip)
    }),
    setInit: (eventId, init) => { updateInit.run(init, eventId) },
    info(eventId) {
      const clip = selectClip.get(eventId)
      if (!clip) return null
      const fragments = selectFragments.all(clip.id).map((row) => ({ index: row.idx, bytes: row.size, startMs: row.start_ms, endMs: row.end_ms, keyframe: row.keyframe === 1 }))
      const totalBytes = fragments.reduce((sum, row) => sum + row.bytes, clip.init.length)
      return { init: clip.init, codec: clip.codec, codecString: clip.codec_string, fragments, totalBytes }
    },
    readFragments({ eventId, from, to }) {
      const clip = selectClipId.get(eventId)
      return clip ? selectBytes.all(clip.id, from, to).map((row) => row.bytes) : []
    },
    tracks(eventId) {
      const clip = selectClip.get(eventId)
      if (!clip) return null
      const frames = selectTracks.all(clip.id).flatMap((row) => JSON.parse(row.frames) as TrackFrame[])
      // Rows hold their frames in decoding order; a viewer wants them as they are shown.
      frames.sort((a, b) => a.pts - b.pts)
      return { alignment: { exact: clip.exact === 1, errorMs: clip.error_ms }, frames }
    },
    summary(eventId) {
      const row = selectSummary.get(eventId)
      return row ? { fragments: row.fragments, bytes: row.bytes ?? 0, endMs: row.end_ms ?? 0, startWallMs: row.start_wall_ms } : null
    },
    putSnapshot: (eventId, jpeg) => { upsertSnapshot.run(eventId, jpeg) },
    getSnapshot: (eventId) => selectSnapshot.get(eventId)?.jpeg ?? null,
    delete(eventId) {
      deleteClip.run(eventId)
      deleteSnapshot.run(eventId)
      database.pragma(`incremental_vacuum(${VACUUM_PAGES})`)
    },
  }
}
