import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The token that opens the screens: VIGIL_TOKEN, or one made once and kept with the data, so that bookmarks go on working. */
export function readToken(folder: string, env: NodeJS.ProcessEnv): string {
  const given = env['VIGIL_TOKEN']
  if (given !== undefined && given !== '') return given
  const file = join(folder, 'token')
  try {
    const kept = readFileSync(file, 'utf8').trim()
    if (kept.length >= 32) return kept
  } catch {
    // Not there yet.
  }
  const fresh = randomBytes(24).toString('base64url')
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, `${fresh}\n`, { mode: 0o600 })
  } catch {
    // A folder that cannot be written is reported by the store; this run works with a token of its own.
  }
  return fresh
}
