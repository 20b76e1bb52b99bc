import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aResult, aTrack } from '../../test-support/events.ts'
import type { FrameResult, TrackState } from '../frame-result.ts'
import { grained, grainedBox, wholeMicroseconds } from '../grain.ts'
import { readChunk } from './chunk-reader.ts'
import { ChunkWriter } from './chunk-writer.ts'

const share = fc.double({ min: 0, max: 1, noNaN: true })
const track = (trackId: number): fc.Arbitrary<TrackState> => fc.record({
  label: fc.constantFrom('person', 'car', 'motion', 'Fußgänger'), score: share, medianScore: share, confirmed: fc.boolean(), predicted: fc.boolean(), stationary: fc.boolean(),
  box: fc.tuple(share, share, share, share), startPtsMs: fc.integer({ min: -1e9, max: 1e12 }),
}).map(({ box, score, medianScore, startPtsMs, ...rest }) => aTrack({
  ...rest, trackId, score: grained(score), medianScore: grained(medianScore), box: grainedBox(box), startPtsMs: startPtsMs / 1000,
}))
const frames: fc.Arbitrary<FrameResult[]> = fc.array(fc.record({
  step: fc.double({ min: 0, max: 1e6, noNaN: true }), sequence: fc.integer({ min: 0, max: 1e9 }), wall: fc.integer({ min: 0, max: 4e12 }), inferred: fc.boolean(),
  tracks: fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { maxLength: 4 }).chain((ids) => fc.tuple(...ids.map(track))),
  ended: fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 2 }),
  notLookedFor: fc.uniqueArray(fc.integer({ min: 1, max: 300 }), { maxLength: 3 }),
}), { minLength: 1, maxLength: 12 }).map((parts) => {
  let ptsMs = 0
  return parts.map(({ step, sequence, wall, inferred, tracks, ended, notLookedFor }) => aResult({
    sequence, ptsMs: ptsMs = wholeMicroseconds(ptsMs + step), capturedAtMs: wall, outcome: inferred ? 'inferred' : 'sampled', tracks, endedTracks: ended, notLookedFor,
    begunTracks: tracks.slice(0, 1).map(({ trackId }) => ({ trackId, hits: 2, past: [[wholeMicroseconds(step), grained(0.3)]] })),
  }))
})

function written(all: readonly FrameResult[]): Uint8Array {
  const writer = new ChunkWriter()
  for (const frame of all) writer.add(frame)
  return writer.take()
}

describe('a chunk of the track log', () => {
  it('gives back what went in, to the last digit', () => {
    fc.assert(fc.property(frames, (all) => {
      const read = [...readChunk(written(all), 3)]
      expect(read.map(({ epoch, sequence, ptsMs, capturedAtMs, inferred, ended, notLookedFor }) => ({ epoch, sequence, ptsMs, capturedAtMs, inferred, ended, notLookedFor })))
        .toEqual(all.map(({ sequence, ptsMs, capturedAtMs, outcome, endedTracks, notLookedFor }) => ({ epoch: 3, sequence, ptsMs, capturedAtMs, inferred: outcome === 'inferred', ended: endedTracks, notLookedFor })))
      expect(read.map(({ tracks }) => tracks)).toEqual(all.map(({ tracks }) => tracks.map(({ trackId, score, box, predicted, stationary }) => ({ trackId, score, box, predicted, stationary }))))
      for (const [index, { identities }] of read.entries()) {
        for (const identity of identities) {
          const { label, startPtsMs, medianScore, confirmed } = (all[index] as FrameResult).tracks.find(({ trackId }) => trackId === identity.trackId) as TrackState
          const birth = all[index]?.begunTracks.find(({ trackId }) => trackId === identity.trackId)
          expect(identity).toEqual({ trackId: identity.trackId, label, startPtsMs, medianScore, confirmed, birth: birth ? { hits: birth.hits, past: birth.past } : null })
        }
      }
    }), { numRuns: 2000 })
  })

  it('says what a track is once, and again when that changed or it came back', () => {
    const all = [1, 2, 3, 4].map((n) => aResult({ sequence: n, ptsMs: n * 100, tracks: [aTrack({ label: n < 3 ? 'person' : 'car' })], endedTracks: n === 3 ? [1] : [] }))
    expect([...readChunk(written(all), 1)].map(({ identities }) => identities.map(({ label }) => label))).toEqual([['person'], [], ['car'], ['car']])
  })

  it('takes two bytes a frame for a parked car that nobody looks at', () => {
    const parked = (n: number): FrameResult => aResult({ sequence: n, ptsMs: n * 100, outcome: 'still', tracks: [aTrack({ label: 'car', stationary: true, predicted: true })] })
    const short = written(Array.from({ length: 10 }, (_, n) => parked(n))).length
    expect(written(Array.from({ length: 110 }, (_, n) => parked(n))).length - short).toBe(200)
  })

  it('refuses damaged bytes with a RangeError, and never hangs', () => {
    fc.assert(fc.property(frames, fc.nat(), fc.integer({ min: 0, max: 255 }), (all, at, value) => {
      const bytes = written(all)
      bytes[at % bytes.length] = value
      try {
        for (const frame of readChunk(bytes.subarray(0, bytes.length - (at % 3)), 1)) expect(frame.tracks.length).toBeLessThan(1000)
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError)
      }
    }), { numRuns: 2000 })
  })
})
