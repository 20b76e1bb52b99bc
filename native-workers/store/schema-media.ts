import { META } from './schema-meta.ts'

/** Media files: one per camera and UTC day, so that retention drops a file. Those of the first two versions hold a day of all cameras. */
export const MEDIA_STEPS: readonly string[] = [`
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
`, `
  -- Clips become views on a camera's footage.
  CREATE TABLE streams (
    id INTEGER PRIMARY KEY,
    -- Empty: a clip of an older version, until the catalogue has said whose it is.
    camera TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    codec TEXT NOT NULL,
    codec_string TEXT NOT NULL,
    timescale INTEGER NOT NULL,
    init BLOB NOT NULL,
    burned_in INTEGER NOT NULL,
    -- JSON; null without sound.
    audio TEXT,
    exact INTEGER NOT NULL,
    error_ms REAL NOT NULL,
    UNIQUE (camera, epoch)
  ) STRICT;
  -- Narrow, apart from the bytes: a row of bytes keeps 16 KB in its leaf, which reading times and sizes must not touch.
  -- Id: stream * 2^32 + index (row-id.ts), so that a run of rows is a range of ids and needs no index.
  CREATE TABLE fragments (
    id INTEGER PRIMARY KEY,
    start_ms REAL NOT NULL,
    end_ms REAL NOT NULL,
    dts_ms REAL NOT NULL,
    wall_ms REAL NOT NULL,
    keyframe INTEGER NOT NULL,
    frames INTEGER NOT NULL,
    size INTEGER NOT NULL,
    kept INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE fragment_bytes (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
  CREATE TABLE fragment_tracks (id INTEGER PRIMARY KEY, frames TEXT NOT NULL) STRICT;
  CREATE TABLE claims (
    event_id TEXT NOT NULL,
    part INTEGER NOT NULL,
    stream_id INTEGER NOT NULL,
    from_idx INTEGER NOT NULL,
    -- Exclusive.
    to_idx INTEGER NOT NULL,
    PRIMARY KEY (event_id, part, stream_id, from_idx)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX claims_by_stream ON claims (stream_id, from_idx, to_idx);
  -- Runs of rows that follow each other, with the wall clock they were recorded at.
  CREATE TABLE spans (
    stream_id INTEGER NOT NULL,
    from_idx INTEGER NOT NULL,
    to_idx INTEGER NOT NULL,
    from_ms REAL NOT NULL,
    to_ms REAL NOT NULL,
    PRIMARY KEY (stream_id, from_idx)
  ) STRICT, WITHOUT ROWID;
  -- Motion and what became of the frames (JSON, by outcome) by ten seconds, and the largest motion by the minute.
  CREATE TABLE activity (camera TEXT NOT NULL, at_ms INTEGER NOT NULL, motion REAL NOT NULL, outcomes TEXT NOT NULL, PRIMARY KEY (camera, at_ms)) STRICT, WITHOUT ROWID;
  CREATE TABLE activity_minutes (camera TEXT NOT NULL, at_ms INTEGER NOT NULL, motion REAL NOT NULL, PRIMARY KEY (camera, at_ms)) STRICT, WITHOUT ROWID;
  -- Clips of older versions. Their bytes and boxes stay where they are, readers look there too: moving gigabytes would hold the store up.
  INSERT INTO streams SELECT id, '', id, codec, codec_string, 0, init, 0, NULL, exact, error_ms FROM clips;
  INSERT INTO fragments SELECT (f.clip_id << 32) + f.idx, f.start_ms, f.end_ms,
      -- The clip began at decoding time 0, so its first row's presentation is its delay, the same for all.
      f.start_ms - first.start_ms, c.start_wall_ms + f.start_ms, f.keyframe, f.frames, f.size, 0
    FROM clips c JOIN clip_fragments f ON f.clip_id = c.id
    JOIN clip_fragments first ON first.clip_id = c.id AND first.idx = (SELECT min(idx) FROM clip_fragments WHERE clip_id = c.id) ORDER BY f.clip_id, f.idx;
  INSERT INTO claims SELECT c.event_id, 1, c.id, min(f.id & 4294967295), max(f.id & 4294967295) + 1 FROM clips c JOIN fragments f ON f.id >> 32 = c.id GROUP BY c.id;
  INSERT INTO spans SELECT f.id >> 32, min(f.id & 4294967295), max(f.id & 4294967295) + 1, min(f.wall_ms), max(f.wall_ms + f.end_ms - f.start_ms)
    FROM fragments f GROUP BY f.id >> 32;
`]
