import { META } from './schema-meta.ts'

/** The catalogue: what there is, small, without bytes of pictures or video. */
export const CATALOGUE_STEPS: readonly string[] = [`
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
`, `
  -- Everything a filter asks for becomes a column, read at start into the review index (docs/decisions/review-queries.md); the indexes of single filters go.
  CREATE TABLE new_events (
    -- Named, so that VACUUM leaves it alone: note_words refers to it.
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    camera TEXT NOT NULL,
    type TEXT NOT NULL,
    label TEXT NOT NULL,
    severity TEXT NOT NULL,
    score REAL NOT NULL,
    started_ms INTEGER NOT NULL,
    ended_ms INTEGER,
    state TEXT NOT NULL,
    -- JSON lists of names.
    zones TEXT NOT NULL,
    lines TEXT NOT NULL,
    -- What people decide about an event; updates from the cameras never touch these. reviewed: by somebody who gave no name.
    reviewed INTEGER NOT NULL,
    reviewed_by TEXT NOT NULL,
    pinned INTEGER NOT NULL,
    note TEXT,
    -- The media file of its snapshot and first rows (common/footage/media-file.ts).
    file TEXT NOT NULL,
    snapshot INTEGER NOT NULL,
    clip_state TEXT NOT NULL,
    clip_seconds REAL NOT NULL,
    clip_bytes INTEGER NOT NULL,
    clip_verified INTEGER NOT NULL,
    clip_reason TEXT,
    -- When the engine last said anything about it: where an event ends that a crash left open.
    touched_ms INTEGER NOT NULL,
    -- The rest of the event as JSON; nothing filters by it.
    body TEXT NOT NULL
  ) STRICT;
  INSERT INTO new_events
    SELECT e.rowid, e.id, e.camera, e.type, e.label, coalesce(b.body ->> '$.severity', 'detection'), coalesce(b.body ->> '$.score', 0.0), e.started_ms,
      CAST(round(unixepoch(b.body ->> '$.endedAt', 'subsec') * 1000) AS INTEGER), e.state, coalesce(b.body -> '$.zones', '[]'),
      (SELECT json_group_array(DISTINCT value ->> '$.id') FROM json_each(b.body, '$.lines')), e.reviewed, '[]', e.pinned, e.note,
      coalesce(c.day, strftime('%Y-%m-%d', e.started_ms / 1000, 'unixepoch')), e.snapshot, coalesce(c.state, 'none'), coalesce(c.seconds, 0), coalesce(c.bytes, 0),
      coalesce(c.verified, 0), c.reason, e.touched_ms, e.body
    -- A body somebody damaged costs its event the filters, not everybody the migration.
    FROM events e JOIN (SELECT rowid, CASE WHEN json_valid(body) THEN body ELSE '{}' END AS body FROM events) b ON b.rowid = e.rowid
    LEFT JOIN clips c ON c.event_id = e.id ORDER BY e.rowid;
  DROP TABLE event_zones;
  DROP TABLE clips;
  DROP TABLE events;
  ALTER TABLE new_events RENAME TO events;
  CREATE INDEX events_by_time ON events (started_ms, id);
  CREATE INDEX events_by_file ON events (file);
  CREATE INDEX events_pinned ON events (file) WHERE pinned = 1;
  CREATE INDEX events_open ON events (started_ms, id) WHERE state = 'active' OR clip_state = 'recording';
  -- Words of notes, by event; folded by words.ts. A beginning that is indexed is read until there is enough; a longer one has few words.
  CREATE VIRTUAL TABLE note_words USING fts5 (words, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3 4 5 6 7 8', tokenize = "unicode61 remove_diacritics 2");
  INSERT INTO note_words (rowid, words) SELECT seq, note FROM events WHERE note <> '';
  -- Further files the clip's rows lie in: before or after midnight.
  CREATE TABLE event_files (
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    file TEXT NOT NULL,
    PRIMARY KEY (event_id, file)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX event_files_by_file ON event_files (file);
  -- How many events there are by main file; kept by triggers, because counting a million takes half a second.
  CREATE TABLE file_events (file TEXT PRIMARY KEY, events INTEGER NOT NULL, pinned INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  INSERT INTO file_events SELECT file, count(*), sum(pinned) FROM events GROUP BY file;
  CREATE TRIGGER event_begun AFTER INSERT ON events BEGIN
    INSERT INTO file_events VALUES (new.file, 1, new.pinned) ON CONFLICT (file) DO UPDATE SET events = events + 1, pinned = pinned + excluded.pinned;
  END;
  CREATE TRIGGER event_gone AFTER DELETE ON events BEGIN
    UPDATE file_events SET events = events - 1, pinned = pinned - old.pinned WHERE file = old.file;
    DELETE FROM file_events WHERE file = old.file AND events = 0;
  END;
  CREATE TRIGGER event_moved AFTER UPDATE OF file, pinned ON events WHEN old.file <> new.file OR old.pinned <> new.pinned BEGIN
    UPDATE file_events SET events = events - 1, pinned = pinned - old.pinned WHERE file = old.file;
    DELETE FROM file_events WHERE file = old.file AND events = 0;
    INSERT INTO file_events VALUES (new.file, 1, new.pinned) ON CONFLICT (file) DO UPDATE SET events = events + 1, pinned = pinned + excluded.pinned;
  END;
  -- Deletions whose rows are still in a media file: written with the event's own deletion, removed after the rows are gone.
  ALTER TABLE deletions RENAME TO old_deletions;
  CREATE TABLE deletions (event_id TEXT NOT NULL, file TEXT NOT NULL, PRIMARY KEY (event_id, file)) STRICT, WITHOUT ROWID;
  INSERT INTO deletions SELECT event_id, day FROM old_deletions;
  DROP TABLE old_deletions;
  -- Media files on their way out: their events are in no list any more.
  CREATE TABLE drops (file TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  -- What the timeline needs of a media file nobody writes to, so that two weeks are not two hundred files to open; gone as soon as somebody does.
  -- spans: pairs of float64, wall clock; minutes: float32 per minute from minute0 on, negative where the camera was not analysed.
  CREATE TABLE rollups (
    file TEXT NOT NULL,
    camera TEXT NOT NULL,
    spans BLOB NOT NULL,
    minute0 INTEGER NOT NULL,
    minutes BLOB NOT NULL,
    PRIMARY KEY (file, camera)
  ) STRICT, WITHOUT ROWID;
  -- Files whose rollup is whole.
  CREATE TABLE rolled_up (file TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
`]
