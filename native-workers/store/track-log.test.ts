import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CameraConfig } from '../../common/contracts/camera-config.ts'
import type { Replay, ReplayRules } from '../../common/contracts/replay.ts'
import type { FrameResult } from '../../common/frame-result.ts'
import type { StoreCalls, TrackChunk } from '../../common/wire/store-messages.ts'
import { ChunkWriter } from '../../common/track-log/chunk-writer.ts'
import { aResult, anEvent, aTrack, T0 } from '../../test-support/events.ts'
import { openStore, type OpenStore } from './calls.ts'
import { openReadOnly } from './read-only.ts'
import { MIGRATIONS } from './schema.ts'

const DAY = '2026-11-21'
let folder = ''
let store: OpenStore
const open = (): OpenStore => openStore({ folder, now: () => T0, onQuarantine: () => {} })
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-track-log-'))
  store = open()
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true, force: true })
})

const rules = (parts: object = {}): ReplayRules => {
  const { detect: { fps, minScore, threshold, filters }, zones, lines, events } = CameraConfig.parse({ id: 'gate', inputs: [{ url: 'test:x' }], ...parts })
  return { zones, lines, events, detect: { fps, minScore, threshold, filters }, effectiveOn: [...events.on] }
}
/** Somebody for two seconds from `atMs` on, ten frames a second, hits of 0.9. */
const visit = (trackId: number, atMs: number): FrameResult[] => Array.from({ length: 21 }, (_, n) => aResult({
  sequence: n, ptsMs: atMs + n * 100, capturedAtMs: T0 + atMs + n * 100,
  tracks: n < 20 ? [aTrack({ trackId, startPtsMs: atMs })] : [], endedTracks: n < 20 ? [] : [trackId],
  begunTracks: n === 0 ? [{ trackId, hits: 2, past: [[atMs - 100, 0.5]] }] : [],
}))
const chunk = (frames: readonly FrameResult[], more: Partial<TrackChunk> = {}): TrackChunk => {
  const writer = new ChunkWriter()
  for (const frame of frames) writer.add(frame)
  return {
    camera: 'gate', epoch: 1, fromMs: frames[0]?.capturedAtMs ?? T0, toMs: frames.at(-1)?.capturedAtMs ?? T0, frames: frames.length, live: 0, gone: false, lost: 0,
    bytes: frames.length > 0 ? writer.take() : new Uint8Array(), ...more,
  }
}
function replay(calls: Pick<StoreCalls, 'openReplay' | 'stepReplay'>, parts: { now?: object; proposed?: object; fromMs?: number | null; toMs?: number | null } = {}): Replay {
  const { now, proposed, fromMs = null, toMs = null } = parts
  const id = calls.openReplay({ camera: 'gate', fromMs, toMs, now: rules(now), proposed: rules(proposed) })
  for (;;) {
    const { replay: found } = calls.stepReplay(id)
    if (found) return found
  }
}

describe('the track log', () => {
  it('judges what was stored by the rules of now and by others, and knows the stored event', () => {
    store.calls.putTrackChunk(chunk(visit(1, 0)))
    store.calls.putTrackChunk(chunk(visit(2, 60_000)))
    store.calls.putEvent(anEvent({ id: 'STORED', trackId: 2, frameId: 'gate/1/3', startedMs: 60_000 }))
    const same = replay(store.calls)
    expect(same.counts).toEqual({ gained: 0, lost: 0, changed: 0, same: 2 })
    expect(same.events.map(({ trackId, eventId }) => ({ trackId, eventId }))).toEqual([{ trackId: 1, eventId: null }, { trackId: 2, eventId: 'STORED' }])
    expect(replay(store.calls, { proposed: { detect: { threshold: 0.95 } } }).counts).toEqual({ gained: 0, lost: 2, changed: 0, same: 0 })
    expect(replay(store.calls, { proposed: { events: { cooldownSeconds: 300 } } }).events.map(({ change, trackId }) => `${change} ${trackId}`)).toEqual(['same 1', 'lost 2'])
    const zone = { id: 'all', points: [[0, 0], [1, 0], [1, 1], [0, 1]] }
    expect(replay(store.calls, { proposed: { zones: [zone] } }).events[0]).toMatchObject({ change: 'changed', zones: ['all'], before: { zones: [] } })
  })

  it('tells only events that begin in the span, and needs what was before it for the cooldown', () => {
    for (const n of [1, 2, 3]) store.calls.putTrackChunk(chunk(visit(n, n * 60_000)))
    const later = { now: { events: { cooldownSeconds: 90 } }, fromMs: T0 + 150_000, toMs: T0 + 200_000 }
    expect(replay(store.calls, { ...later, proposed: { events: { cooldownSeconds: 90 } } }).events.map(({ trackId }) => trackId)).toEqual([3])
    expect(replay(store.calls, { ...later, proposed: {}, now: { events: { cooldownSeconds: 300 } } }).events.map(({ change, trackId }) => `${change} ${trackId}`)).toEqual(['gained 3'])
  })

  it('says what it covers, and where the log has a hole', () => {
    store.calls.putTrackChunk(chunk([], { fromMs: T0, toMs: T0 + 60_000 }))
    store.calls.putTrackChunk(chunk(visit(1, 60_100)))
    store.calls.putTrackChunk(chunk([], { fromMs: T0 + 120_000, toMs: T0 + 180_000, lost: 2 }))
    const { log, limits } = replay(store.calls)
    expect(log).toEqual({ coveredSeconds: 122.1, frames: 21, gaps: [{ from: new Date(T0 + 62_100).toISOString(), to: new Date(T0 + 120_000).toISOString() }] })
    expect(limits.join('\n')).toMatch(/for 58 s of the time \(1 gap\)[^]*2 parts of the track log are missing/)
    expect(replay(store.calls, { fromMs: T0 - 3_600_000 }).log.gaps).toHaveLength(2)
  })

  it('an object goes on over the border of two chunks and of two days', () => {
    const midnight = Date.UTC(2026, 10, 22) - T0
    const frames = visit(1, midnight - 1_000)
    store.calls.putTrackChunk(chunk(frames.slice(0, 10)))
    store.calls.putTrackChunk(chunk(frames.slice(10), { live: 1 }))
    expect(readdirSync(join(folder, 'media')).filter((name) => name.endsWith('.db'))).toEqual([`media-${DAY}.gate.db`, 'media-2026-11-22.gate.db'])
    const { events } = replay(store.calls)
    expect(events).toHaveLength(1)
    expect(events[0]?.endedAt).toBe(new Date(T0 + midnight + 900).toISOString())
  })

  it('ends every object where the analysis began anew, also with the same numbers in the same epoch', () => {
    store.calls.putTrackChunk(chunk(visit(1, 0).slice(0, 15), { gone: true }))
    store.calls.putTrackChunk(chunk(visit(1, 10_000).slice(0, 15), { epoch: 1 }))
    store.calls.putTrackChunk(chunk(visit(1, 20_000), { epoch: 2 }))
    expect(replay(store.calls).events.map(({ startedAt, endedAt }) => [startedAt, endedAt].map((at) => Date.parse(at ?? '') - T0))).toEqual([[0, 1400], [10_000, 11_400], [20_000, 21_900]].map(([start = 0, end]) => [start - 100, end]))
  })

  it('a chunk that cannot be read is said, and costs only itself', () => {
    store.calls.putTrackChunk(chunk(visit(1, 0)))
    store.calls.putTrackChunk(chunk(visit(2, 60_000), { bytes: new Uint8Array([1, 255, 255]) }))
    store.calls.putTrackChunk(chunk(visit(3, 120_000)))
    const { events, limits } = replay(store.calls)
    expect(events.map(({ trackId }) => trackId)).toEqual([1, 3])
    expect(limits.join('\n')).toMatch(/1 parts? of the track log/)
  })

  it('is stored once however often it is sent, and survives a restart', () => {
    for (let n = 0; n < 3; n += 1) store.calls.putTrackChunk(chunk(visit(1, 0)))
    store.close()
    store = open()
    expect(replay(store.calls).counts.same).toBe(1)
  })

  it('forgets a replay that was closed, and has an end to how many may run', () => {
    const args = { camera: 'gate', fromMs: null, toMs: null, now: rules(), proposed: rules() }
    const ids = Array.from({ length: 8 }, () => store.calls.openReplay(args))
    expect(() => store.calls.openReplay(args)).toThrow(/8 replays are running/)
    store.calls.closeReplay(ids[0] ?? 0)
    expect(() => store.calls.stepReplay(ids[0] ?? 0)).toThrow(/not known any more/)
    expect(store.calls.openReplay(args)).toBeGreaterThan(0)
  })
})

describe('a data folder from before the track log', () => {
  /** A day as the first version wrote it, with a snapshot in it. */
  function olderDay(): string {
    store.calls.putEvent(anEvent())
    store.close()
    const catalogue = new Database(join(folder, 'vigil.db'))
    catalogue.prepare('UPDATE events SET file = ?').run(DAY)
    catalogue.close()
    const path = join(folder, 'media', `media-${DAY}.db`)
    const database = new Database(path)
    database.pragma('auto_vacuum = INCREMENTAL')
    database.exec(MIGRATIONS.media[0] ?? '')
    database.pragma('user_version = 1')
    database.prepare("INSERT INTO meta VALUES ('closed', '1')").run()
    database.prepare('INSERT INTO snapshots VALUES (?, ?)').run('E1', Buffer.from([7]))
    database.close()
    return path
  }

  it('opens as it is, keeps what it has, and takes a log from then on', () => {
    mkdirSync(join(folder, 'media'))
    const path = olderDay()
    store = open()
    expect(store.calls.getSnapshot('E1')).toEqual(Buffer.from([7]))
    store.calls.putTrackChunk(chunk(visit(1, 0)))
    expect(replay(store.calls).counts.same).toBe(1)
    store.close()
    const database = new Database(path, { readonly: true })
    expect(database.pragma('user_version', { simple: true })).toBe(MIGRATIONS.media.length)
    database.close()
    store = open()
  })

  it('is read as having no log when nothing may be written', () => {
    mkdirSync(join(folder, 'media'))
    olderDay()
    const reading = openReadOnly(folder)
    expect(replay(reading.calls)).toMatchObject({ counts: { same: 0 }, log: { frames: 0, coveredSeconds: 0 } })
    reading.close()
    store = open()
  })
})

describe('reading beside an engine at work', () => {
  it('sees what is stored, and writes nothing', () => {
    store.calls.putTrackChunk(chunk(visit(1, 0)))
    const reading = openReadOnly(folder)
    expect(replay(reading.calls)).toEqual(replay(store.calls))
    store.calls.putTrackChunk(chunk(visit(2, 60_000)))
    expect(replay(reading.calls).counts.same).toBe(2)
    expect(() => reading.calls.putEvent(anEvent())).toThrow(/reading only/)
    reading.close()
  })

  it('refuses what is no data folder', () => {
    expect(() => openReadOnly(join(folder, 'media'))).toThrow(/is not a data folder of Vigil/)
  })
})
