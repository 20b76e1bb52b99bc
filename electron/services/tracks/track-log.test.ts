import { expect, it } from 'vitest'
import type { FrameResult } from '../../../common/frame-result.ts'
import type { TrackChunk } from '../../../common/wire/store-messages.ts'
import { readChunk } from '../../../common/track-log/chunk-reader.ts'
import { aResult, aTrack, silentLogger, T0 } from '../../../test-support/events.ts'
import { createTrackLog } from './track-log.ts'

const turns = async (): Promise<void> => { for (let turn = 0; turn < 20; turn += 1) await Promise.resolve() }

function logger() {
  const lines: string[] = []
  return { lines, logger: { ...silentLogger, warn: (_facts: object, text: string) => { lines.push(`warn ${text}`) }, info: (_facts: object, text: string) => { lines.push(`info ${text}`) } } }
}
function setup(answer: (chunk: TrackChunk) => Promise<void> = () => Promise.resolve()) {
  const chunks: TrackChunk[] = []
  const { lines, logger: told } = logger()
  const log = createTrackLog({ logger: told, store: { putTrackChunk: (chunk) => { chunks.push(chunk); return answer(chunk) } } })
  return { chunks, lines, log }
}
const frame = (n: number, more: Partial<FrameResult> = {}): FrameResult => aResult({ sequence: n, ptsMs: n * 100, capturedAtMs: T0 + n * 100, ...more })
const busy = (n: number): FrameResult => frame(n, { tracks: [aTrack()] })
const brief = ({ fromMs, toMs, frames, live, gone, lost }: TrackChunk): object => ({ from: (fromMs - T0) / 1000, to: (toMs - T0) / 1000, frames, live, gone, lost })

it('a camera with somebody in the picture: a chunk every half minute, what lives is carried on', () => {
  const { chunks, log } = setup()
  for (let n = 0; n <= 600; n += 1) log.onResult(busy(n))
  log.cameraGone('gate')
  expect(chunks.map(brief)).toEqual([
    { from: 0, to: 29.9, frames: 300, live: 0, gone: false, lost: 0 }, { from: 30, to: 59.9, frames: 300, live: 1, gone: false, lost: 0 }, { from: 60, to: 60, frames: 1, live: 1, gone: true, lost: 0 },
  ])
  expect([...readChunk(chunks[1]?.bytes ?? new Uint8Array(), 1)].map(({ sequence }) => sequence)).toEqual(Array.from({ length: 300 }, (_, n) => 300 + n))
})

it('a quiet camera costs a row of no bytes every ten minutes', () => {
  const { chunks, log } = setup()
  for (let n = 0; n < 13_000; n += 1) log.onResult(frame(n))
  log.stop()
  expect(chunks.map((chunk) => ({ ...brief(chunk), bytes: chunk.bytes.length }))).toEqual([
    { from: 0, to: 599.9, frames: 0, live: 0, gone: false, lost: 0, bytes: 0 }, { from: 600, to: 1199.9, frames: 0, live: 0, gone: false, lost: 0, bytes: 0 },
    { from: 1200, to: 1299.9, frames: 0, live: 0, gone: true, lost: 0, bytes: 0 },
  ])
})

it('somebody comes after a long quiet: the quiet is closed, and their first frame begins a chunk', () => {
  const { chunks, log } = setup()
  for (let n = 0; n < 1000; n += 1) log.onResult(frame(n))
  log.onResult(busy(1000))
  log.stop()
  expect(chunks.map(brief)).toEqual([{ from: 0, to: 99.9, frames: 0, live: 0, gone: false, lost: 0 }, { from: 100, to: 100, frames: 1, live: 0, gone: true, lost: 0 }])
})

it('who is out of the picture but lives has frames too, until the end is said', () => {
  const { chunks, log } = setup()
  log.onResult(busy(0))
  log.onResult(frame(1))
  log.onResult(frame(2, { endedTracks: [1] }))
  log.onResult(frame(3))
  log.stop()
  expect([...readChunk(chunks[0]?.bytes ?? new Uint8Array(), 1)].map(({ sequence, ended }) => ({ sequence, ended }))).toEqual([{ sequence: 0, ended: [] }, { sequence: 1, ended: [] }, { sequence: 2, ended: [1] }])
})

it('another epoch, and a clock that was set back, begin a chunk', () => {
  const { chunks, log } = setup()
  log.onResult(busy(0))
  log.onResult(frame(1, { epoch: 2, tracks: [aTrack()] }))
  log.onResult(frame(2, { epoch: 2, tracks: [aTrack()], capturedAtMs: T0 - 60_000 }))
  log.stop()
  expect(chunks.map(({ epoch, fromMs }) => ({ epoch, at: fromMs - T0 }))).toEqual([{ epoch: 1, at: 0 }, { epoch: 2, at: 100 }, { epoch: 2, at: -60_000 }])
})

it('a flush stores what there is, and the story goes on in the next chunk', async () => {
  const { chunks, log } = setup()
  log.onResult(busy(0))
  await log.flush('gate')
  await log.flush('nobody')
  log.onResult(busy(1))
  log.stop()
  expect(chunks.map(brief)).toEqual([{ from: 0, to: 0, frames: 1, live: 0, gone: false, lost: 0 }, { from: 0.1, to: 0.1, frames: 1, live: 1, gone: true, lost: 0 }])
})

it('a store that is away costs chunks and two lines, however long it is', async () => {
  let away = true
  const { chunks, lines, log } = setup(() => (away ? Promise.reject(new Error('the disk is full')) : Promise.resolve()))
  for (let n = 0; n < 1500; n += 1) {
    log.onResult(busy(n))
    if (n % 300 === 299) await turns()
    if (n === 1000) away = false
  }
  await turns()
  log.stop()
  await turns()
  expect(lines).toEqual(['warn what was tracked cannot be stored just now: a later replay of the rules will have a gap here', 'info what is tracked is stored again'])
  expect(chunks.map(({ lost }) => lost)).toEqual([0, 1, 2, 3, 0])
})

it('a store that does not answer holds 64 chunks, and no more', async () => {
  const { chunks, lines, log } = setup(() => new Promise(() => {}))
  for (let n = 0; n < 300 * 80; n += 1) log.onResult(busy(n))
  expect(chunks).toHaveLength(64)
  expect(lines).toHaveLength(1)
})
