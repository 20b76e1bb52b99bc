import type { Statement } from 'better-sqlite3'
import type { Sqlite } from './database.ts'

/** A statement by its text. `Row` is what it returns: the schema's own columns, so not checked again. */
export type Prepared = <Row = unknown>(sql: string) => Statement<unknown[], Row>

/** Prepares a statement when it is first needed, and once: opening one of hundreds of files must not cost forty statements. */
export function preparedOn(database: Sqlite): Prepared {
  const known = new Map<string, Statement>()
  return <Row>(sql: string) => {
    const found = known.get(sql) ?? database.prepare(sql)
    known.set(sql, found)
    return found as Statement<unknown[], Row>
  }
}
