/** In every file: its schema, and whether it was closed properly. */
export const META = 'CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;'
