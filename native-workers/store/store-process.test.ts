import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { anEvent, T0 } from '../../test-support/events.ts'
import { seededRandom } from '../../test-support/random.ts'
import { startStore } from '../../test-support/store-process.ts'
import { aRow, aStream, INIT_BYTES } from '../../test-support/store-rows.ts'
import { openStore } from './calls.ts'

const FILE = '2026-11-21.gate'
let folder = ''
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'vigil-killed-')) })
afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

it('killed in the middle of writing and dropping, time and again: what was answered is there, and nothing is half there', async () => {
  const random = seededRandom(3)
  let answered = 0
  for (let life = 0; life < 6; life += 1) {
    const { call, kill } = await startStore(folder)
    await call('recover', { openEventIds: ['E1'] })
    if (life === 0) await call('putEvent', anEvent({ clip: { state: 'recording', seconds: 0, bytes: 0, verified: true } }))
    const deadly = Math.floor(random() * 12)
    const old = anEvent({ id: `OLD${life}`, startedMs: -86_400_000 })
    await call('putEvent', old)
    for (let n = 0; n < 12; n += 1) {
      await call('openStream', { file: FILE, ...aStream() })
      const row = { file: FILE, camera: 'gate', epoch: 1, rows: [aRow(answered, { size: 300_000 })], tracks: [], alignment: { exact: true, errorMs: 0 }, claims: [{ eventId: 'E1', part: 1 }] }
      const stored = call('appendRows', row)
      const dropped = call('dropFile', '2026-11-20.gate')
      if (n === deadly) {
        // Neither is answered yet.
        await kill()
        break
      }
      await Promise.all([stored, dropped])
      answered += 1
    }
    await kill()
  }
  const store = openStore({ folder, now: () => T0, onQuarantine: () => { throw new Error('a killed process leaves no damage') } })
  const repaired = store.calls.recover().repaired.find(({ id }) => id === 'E1')
  const [segment] = store.calls.clipSegments({ eventId: 'E1', part: 1 })
  const rows = segment?.rows.length ?? 0
  expect(rows === answered || rows === answered + 1, `${rows} rows of ${answered}`).toBe(true)
  expect(store.calls.readRows({ file: FILE, stream: segment?.stream ?? 0, from: 0, to: rows }).map((bytes) => bytes.every((byte, _, all) => byte === all[0]) && bytes.length)).toEqual(Array.from({ length: rows }, () => 300_000))
  expect(repaired).toMatchObject({ state: 'ended', clip: { state: 'saved', seconds: rows / 2, bytes: INIT_BYTES + rows * 300_000 } })
  expect(store.calls.timeline({ cameras: ['gate'], fromMs: T0, toMs: T0 + 600_000, stepMs: 60_000 })[0]?.spans).toEqual([[T0, T0 + rows * 500]])
  store.close()
}, 60_000)

it('says of an error what kind it is, and refuses what does not fit by name', async () => {
  const { call, kill } = await startStore(folder)
  await expect(call('putSnapshot', { eventId: 'nobody', jpeg: new Uint8Array(1) })).rejects.toThrow('other: putSnapshot: event nobody is not in the catalogue')
  await expect(call('dropFile', '../vigil')).rejects.toThrow("expected a media file's name, such as 2026-11-25.gate")
  await kill()
})
