/**
 * The tables of both kinds of file. A step is never edited once released: a change is a new step at the end.
 * The catalogue stays small (no bytes of pictures or video); media files are one per day, so that retention drops a file.
 */
export type FileKind = 'catalogue' | 'media'

const META = 'CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;'

export const MIGRATIONS: Readonly<Record<FileKind, readonly string[]>> = {
  catalogue: [`
    ${META}
    CREATE TABLE events (
      id TEXT NOT NULL UNIQUE,
      camera TEXT NOT NULL,
      type TEXT NOT NULL,
      label TEXT NOT NULL,
      started_ms INTEGER NOT NULL,
      state TEXT NOT NULL,
      -- What people decide about an event; updates from the cameras never touch these.
      reviewed INTEGER NOT NULL,
      pinned INTEGER NOT NULL,
      note TEXT,
      snapshot INTEGER NOT NULL,
      -- When the engine last said anything about it: where an event ends that a crash left open.
      touched_ms INTEGER NOT NULL,
      -- The rest of the event as JSON; nothing filters by it.
      body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX events_by_time ON events (started_ms, id);
    CREATE INDEX events_by_camera ON events (camera, started_ms, id);
    CREATE INDEX events_by_label ON events (label, started_ms, id);
    CREATE INDEX events_by_camera_label ON events (camera, label, started_ms, id);
    CREATE INDEX events_by_type ON events (type, started_ms, id);
    CREATE INDEX events_unreviewed ON events (started_ms, id) WHERE reviewed = 0;
    CREATE INDEX events_unreviewed_by_camera ON events (camera, started_ms, id) WHERE reviewed = 0;
    CREATE INDEX events_unreviewed_by_label ON events (label, started_ms, id) WHERE reviewed = 0;
    CREATE INDEX events_active ON events (id) WHERE state = 'active';
    CREATE TABLE event_zones (
      zone TEXT NOT NULL,
      started_ms INTEGER NOT NULL,
      event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
      PRIMARY KEY (zone, started_ms, event_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX event_zones_by_event ON event_zones (event_id);
    CREATE TABLE clips (
      event_id TEXT PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE,
      -- Names the media file that holds its bytes and the snapshot.
      day TEXT NOT NULL,
      state TEXT NOT NULL,
      seconds REAL NOT NULL,
      bytes INTEGER NOT NULL,
      verified INTEGER NOT NULL,
      reason TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX clips_recording ON clips (event_id) WHERE state = 'recording';
    CREATE INDEX clips_by_day ON clips (day);
    -- Deletions whose bytes are still in a media file: written with the event's own deletion, removed after the bytes are gone.
    CREATE TABLE deletions (event_id TEXT PRIMARY KEY, day TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `],
  media: [`
    ${META}
    CREATE TABLE clips (
      id INTEGER PRIMARY KEY,
      event_id TEXT NOT NULL UNIQUE,
      codec TEXT NOT NULL,
      codec_string TEXT NOT NULL,
      -- Wall clock of the clip's own zero.
      start_wall_ms REAL NOT NULL,
      exact INTEGER NOT NULL,
      error_ms REAL NOT NULL,
      init BLOB NOT NULL
    ) STRICT;
    CREATE TABLE clip_fragments (
      clip_id INTEGER NOT NULL REFERENCES clips (id) ON DELETE CASCADE,
      idx INTEGER NOT NULL,
      start_ms REAL NOT NULL,
      end_ms REAL NOT NULL,
      keyframe INTEGER NOT NULL,
      frames INTEGER NOT NULL,
      size INTEGER NOT NULL,
      -- Last: reading the columns before it never touches the bytes' overflow pages.
      bytes BLOB NOT NULL,
      UNIQUE (clip_id, idx)
    ) STRICT;
    CREATE TABLE clip_tracks (
      clip_id INTEGER NOT NULL REFERENCES clips (id) ON DELETE CASCADE,
      idx INTEGER NOT NULL,
      frames TEXT NOT NULL,
      UNIQUE (clip_id, idx)
    ) STRICT;
    CREATE TABLE snapshots (event_id TEXT NOT NULL UNIQUE, jpeg BLOB NOT NULL) STRICT;
  `, `
    -- What was tracked, for a replay of other rules (common/track-log); it goes with its day.
    CREATE TABLE track_log (
      id INTEGER PRIMARY KEY,
      camera TEXT NOT NULL,
      epoch INTEGER NOT NULL,
      -- Wall clock: the camera was analysed from ... to ..., whether or not anything was seen.
      from_ms INTEGER NOT NULL,
      to_ms INTEGER NOT NULL,
      frames INTEGER NOT NULL,
      -- Tracks that lived when it began; whether none lives on; chunks lost before it.
      live INTEGER NOT NULL,
      gone INTEGER NOT NULL,
      lost INTEGER NOT NULL,
      -- Raw deflate; null where nothing was tracked. Last, as everywhere.
      packed BLOB,
      UNIQUE (camera, from_ms, epoch)
    ) STRICT;
  `],
}
