import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EventQuery } from '../../common/contracts/event.ts'
import type { StoreCalls } from '../../common/wire/store-messages.ts'
import { anEvent, T0 } from '../../test-support/events.ts'
import { aRow, aStream, INIT_BYTES } from '../../test-support/store-rows.ts'
import { openStore, type OpenStore } from './calls.ts'
import { kindOf } from './error-kind.ts'

const FILE = '2026-11-21.gate'
const YESTERDAY = '2026-11-20.gate'

let folder = ''
let store: OpenStore | null = null
const open = (path: string, maxPages?: number): StoreCalls => (store = openStore({ folder: path, now: () => T0, onQuarantine: () => { throw new Error('nothing is damaged here') }, ...(maxPages !== undefined && { maxPages }) })).calls
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'vigil-full-')) })
afterEach(() => {
  store?.close()
  store = null
  rmSync(folder, { recursive: true, force: true })
})

const append = (calls: StoreCalls, index: number): void => calls.appendRows({
  file: FILE, camera: 'gate', epoch: 1, rows: [aRow(index, { size: 200_000 })], tracks: [], alignment: { exact: true, errorMs: 0 }, claims: [{ eventId: 'E1', part: 1 }],
})
/** Rows until there is no room. Returns how many were taken, and the error of the one that was not. */
function fill(calls: StoreCalls): { taken: number; error: unknown } {
  calls.putEvent(anEvent({ clip: { state: 'recording', seconds: 0, bytes: 0, verified: true } }))
  calls.openStream({ file: FILE, ...aStream() })
  for (let index = 0; index < 500; index += 1) {
    try {
      append(calls, index)
    } catch (error) {
      return { taken: index, error }
    }
  }
  throw new Error('it never became full')
}

/** What holds on a full disk, and after it has room again. */
function expectWhole(calls: StoreCalls, { taken, error }: ReturnType<typeof fill>): void {
  expect(kindOf(error, { hasRoom: () => true, isWritable: () => true })).toBe('full')
  expect(taken).toBeGreaterThan(3)
  // Nothing of the last call is stored, everything before it can be read.
  const [segment] = calls.clipSegments({ eventId: 'E1', part: 1 })
  expect(segment?.rows).toHaveLength(taken)
  expect(calls.readRows({ file: FILE, stream: segment?.stream ?? 0, from: taken - 1, to: taken + 1 }).map((bytes) => bytes.length)).toEqual([200_000])
  expect(calls.listEvents(EventQuery.parse({})).items).toHaveLength(1)
  expect(calls.timeline({ cameras: ['gate'], fromMs: T0, toMs: T0 + 600_000, stepMs: 60_000 })[0]?.spans).toEqual([[T0, T0 + taken * 500]])
}

describe('a disk without space', () => {
  it('takes nothing of a call, keeps everything before it, and goes on when there is room (a file that may not grow)', () => {
    const calls = open(folder, 200)
    const full = fill(calls)
    expectWhole(calls, full)
    store?.close()
    const roomy = open(folder)
    append(roomy, full.taken)
    expect(roomy.recover().repaired[0]).toMatchObject({ clip: { state: 'saved', seconds: (full.taken + 1) / 2, bytes: INIT_BYTES + (full.taken + 1) * 200_000 } })
  })

  // Only root may mount, and only Linux has tmpfs: elsewhere the test above has to do.
  const mayMount = process.platform === 'linux' && process.getuid?.() === 0
  it('the same on a real one where somebody may mount it, else in another file that may not grow: a day can be dropped', () => {
    const disk = join(folder, 'disk')
    mkdirSync(disk)
    if (mayMount) execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', disk])
    try {
      const calls = open(disk, mayMount ? undefined : 150)
      calls.openStream({ file: YESTERDAY, ...aStream() })
      calls.appendRows({ file: YESTERDAY, camera: 'gate', epoch: 1, rows: [aRow(0, { size: 2_000_000, kept: true })], tracks: [], alignment: { exact: true, errorMs: 0 }, claims: [] })
      const full = fill(calls)
      expectWhole(calls, full)
      // The way out of it needs no room: the catalogue's log keeps what it once had.
      let freed = 0
      for (let steps = 0, done = false; !done; steps += 1) {
        expect(steps).toBeLessThan(20)
        const step = calls.dropFile(YESTERDAY)
        freed += step.freedBytes
        done = step.done
      }
      expect(freed).toBeGreaterThan(2_000_000)
      if (mayMount) append(calls, full.taken)
      expect(calls.clipSegments({ eventId: 'E1', part: 1 })[0]?.rows).toHaveLength(full.taken + Number(mayMount))
    } finally {
      store?.close()
      store = null
      if (mayMount) execFileSync('umount', [disk])
    }
  })
})

it.each([
  { code: 'SQLITE_FULL', kind: 'full' }, { code: 'ENOSPC', kind: 'full' }, { code: 'SQLITE_IOERR_SHMSIZE', kind: 'full' }, { code: 'SQLITE_IOERR_WRITE', room: false, kind: 'full' },
  { code: 'SQLITE_IOERR_WRITE', kind: 'read-only' }, { code: 'SQLITE_IOERR_FSYNC', kind: 'read-only' }, { code: 'SQLITE_READONLY_DBMOVED', kind: 'read-only' }, { code: 'EROFS', kind: 'read-only' },
  { code: 'SQLITE_CANTOPEN', writable: false, kind: 'read-only' }, { code: 'SQLITE_CANTOPEN', kind: 'other' }, { code: 'SQLITE_IOERR_READ', kind: 'other' }, { code: 'SQLITE_BUSY', kind: 'other' },
])('$code with room $room on a writable disk $writable is $kind, also as the cause of another', ({ code, kind, room = true, writable = true }) => {
  const error = Object.assign(new Error('it did not work'), { code })
  expect([error, new Error('we could not', { cause: error })].map((each) => kindOf(each, { hasRoom: () => room, isWritable: () => writable }))).toEqual([kind, kind])
})
