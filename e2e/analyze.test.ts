import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { ledgerMismatch } from '../common/ledger.ts'
import { temporaryFolder } from '../test-support/engine.ts'
import { makeSound, makeVideo } from '../test-support/ffmpeg-clips.ts'
import { footagePath } from '../test-support/footage.ts'
import { inPairs } from '../test-support/in-pairs.ts'
import { DISAPPEARANCE_SECONDS, readTruth } from '../test-support/one-by-one.ts'
import { type AnalyzeRun, runAnalyze } from '../test-support/run-analyze.ts'

describe('analyze on the one-by-one recording', () => {
  const footage = footagePath('one-by-one-person-detection.mp4')
  const truth = readTruth()
  const folder = temporaryFolder()
  let runs: readonly AnalyzeRun[]
  let events: AnalyzeRun['events']

  beforeAll(async () => {
    writeFileSync(join(folder, 'vigil.yml'), JSON.stringify({
      version: 1,
      cameras: [{ id: 'room', inputs: [{ url: 'test:pattern' }], lines: [{ id: 'exit', from: truth.tripwire.from, to: truth.tripwire.to }] }],
    }))
    runs = await inPairs(['first', 'second'], () => runAnalyze([footage, '--config', join(folder, 'vigil.yml')]))
    expect(runs[0]).toMatchObject({ status: 0 })
    events = runs[0]?.events ?? []
  })

  it('finds exactly the six people, each when it is there', () => {
    expect(events.map(({ type, label }) => `${type} ${label}`)).toEqual(truth.presence.map(() => 'object person'))
    for (const [index, person] of truth.presence.entries()) {
      const { startSeconds = NaN, endSeconds = NaN } = events[index] ?? {}
      expect(startSeconds - person.in, `start of person ${index + 1}`).toBeGreaterThanOrEqual(-1.5)
      expect(startSeconds - person.in, `start of person ${index + 1}`).toBeLessThanOrEqual(2.5)
      expect(Math.abs(endSeconds - person.out), `end of person ${index + 1}`).toBeLessThanOrEqual(2 + DISAPPEARANCE_SECONDS)
    }
  })

  it('counts six crossings, all outwards, each within 0.6 s', () => {
    const crossings = events.flatMap((event) => event.lines)
    expect(crossings.map(({ direction }) => direction)).toEqual(truth.tripwire.atSeconds.map(() => truth.tripwire.direction))
    for (const [index, at] of truth.tripwire.atSeconds.entries()) expect(Math.abs((crossings[index]?.atSeconds ?? NaN) - at)).toBeLessThanOrEqual(0.6)
  })

  it('accounts for every frame of the file', () => {
    const summary = runs[0]?.summary as { type: string; frames: number; inferred: number; ledger: Parameters<typeof ledgerMismatch>[0]; events: number }
    expect(summary).toMatchObject({ type: 'summary', frames: 1394, events: 6 })
    expect(summary.ledger.inFlight).toBe(0)
    expect(ledgerMismatch(summary.ledger)).toBe(0)
    const { inferred, still, sampled } = summary.ledger.outcomes
    expect(inferred + still + sampled).toBe(summary.frames)
  })

  it('gives byte-identical event lines a second time', () => {
    const eventLines = runs.map(({ stdout }) => stdout.trim().split('\n').slice(0, -1))
    expect(eventLines[1]).toEqual(eventLines[0])
  })
})

describe('analyze on what is not a recording', () => {
  const folder = temporaryFolder()
  const file = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  it.each([
    { name: 'no file', args: () => [], status: 2, says: /no file was given/ },
    { name: 'a file that is not there', args: () => [join(folder, 'none.mp4')], status: 2, says: /none\.mp4: there is no such file/ },
    { name: 'an empty file', args: () => [file('empty.mp4', '')], status: 2, says: /empty\.mp4: is empty \(0 bytes\)/ },
    { name: 'a web page', args: () => [file('page.html', '<html>hello</html>')], status: 1, says: /page\.html: what comes from this address is not video/ },
    { name: 'sound without a picture', args: () => [makeSound(join(folder, 'sound.mp4'))], status: 1, says: /sound\.mp4: what comes from this address is not video/ },
    { name: 'a film that was cut off', args: async () => { await makeVideo({ path: join(folder, 'whole.mp4'), bFrames: 0, seconds: 1 }); return [file('cut.mp4', readFileSync(join(folder, 'whole.mp4')).subarray(0, -3_000))] }, status: 1, says: /cut\.mp4: the file cannot be read as video: it is cut off/ },
    { name: 'a camera that is not in the config', args: () => [file('x.mp4', 'x'), '--config', file('c.yml', 'version: 1\ncameras: [{id: a, inputs: [{url: "test:pattern"}]}]\n'), '--camera', 'b'], status: 2, says: /there is no camera "b".*it has a/ },
    { name: 'an option nobody knows', args: () => [file('x.mp4', 'x'), '--fast'], status: 2, says: /--fast/ },
  ])('says so: $name', async ({ args, status, says }) => {
    const run = await runAnalyze(await args())
    expect(run.status).toBe(status)
    expect(run.stderr).toMatch(says)
    expect(run.stdout).toBe('')
  })
})
