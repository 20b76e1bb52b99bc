// The same six people, filmed in other ways: what `analyze` tells of them must not depend on how the picture came to be.
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../test-support/engine.ts'
import { footagePath } from '../test-support/footage.ts'
import { inPairs } from '../test-support/in-pairs.ts'
import { delayed, DISAPPEARANCE_SECONDS, judge, mirrored, readTruth, type Truth } from '../test-support/one-by-one.ts'
import { type AnalyzeRun, runAnalyze } from '../test-support/run-analyze.ts'

const H264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '20']
const PREROLL_SECONDS = 10

/** So much of the light is left, and less colour. */
const dimmed = (share: number): string => `lutyuv=y=(val-16)*${share}+16:u=(val-128)*${share}+128:v=(val-128)*${share}+128`
/** Two takes of the empty room go before; there, and between the second and the third person, somebody plays with two switches. */
const ALL_OFF = 'between(t,2,3.4)+between(t,6.6,6.8)+between(t,8,9.2)+between(t,56,57.2)'
const HALF_OFF = 'between(t,4.5,6)+between(t,11,12.5)+between(t,58,59)'
const LIGHTS = [
  '-filter_complex',
  `[0:v]split=3[a][b][c];[a]trim=0:5,setpts=PTS-STARTPTS[x];[b]trim=0:5,setpts=PTS-STARTPTS[y];[x][y][c]concat=n=3,split[l][r];`
  + `[r]crop=iw/2:ih:iw/2:0,${dimmed(0.45)}[d];[l][d]overlay=x=W/2:enable='${HALF_OFF}',${dimmed(0.12)}:enable='${ALL_OFF}'[v]`,
  '-map', '[v]',
]

interface Variant {
  readonly name: string
  readonly file: string
  readonly ffmpeg: readonly string[]
  readonly truth: (truth: Truth) => Truth
  readonly on: readonly string[]
}

const same = (truth: Truth): Truth => truth
const OBJECTS = ['object']
const VARIANTS: readonly Variant[] = [
  { name: 'mirrored', file: 'mirrored.mp4', ffmpeg: ['-vf', 'hflip', ...H264], truth: mirrored, on: OBJECTS },
  { name: 'at half the size', file: 'half.mp4', ffmpeg: ['-vf', 'scale=iw/2:ih/2', ...H264], truth: same, on: OBJECTS },
  { name: 'as HEVC', file: 'hevc.mp4', ffmpeg: ['-c:v', 'libx265', '-preset', 'ultrafast', '-crf', '26', '-x265-params', 'log-level=error'], truth: same, on: OBJECTS },
  { name: 'as MJPEG', file: 'mjpeg.avi', ffmpeg: ['-c:v', 'mjpeg', '-q:v', '6'], truth: same, on: OBJECTS },
  { name: 'darkened by 40 %', file: 'dark.mp4', ffmpeg: ['-vf', 'lutyuv=y=(val-16)*0.6+16:u=(val-128)*0.6+128:v=(val-128)*0.6+128', ...H264], truth: same, on: OBJECTS },
  { name: 'with noise', file: 'noise.mp4', ffmpeg: ['-vf', 'noise=alls=20:allf=t', ...H264], truth: same, on: [...OBJECTS, 'motion'] },
  { name: 'with lamps switched off and on', file: 'lamps.mp4', ffmpeg: [...LIGHTS, ...H264], truth: (truth) => delayed(truth, PREROLL_SECONDS), on: [...OBJECTS, 'motion'] },
]

async function analyseVariant({ file, ffmpeg, truth, on }: Variant, folder: string): Promise<AnalyzeRun> {
  const { tripwire } = truth(readTruth())
  const video = join(folder, file)
  const config = join(folder, `${file}.yml`)
  await promisify(execFile)(process.env['VIGIL_FFMPEG'] ?? 'ffmpeg', ['-v', 'error', '-nostdin', '-y', '-i', footagePath('one-by-one-person-detection.mp4'), '-an', ...ffmpeg, video])
  writeFileSync(config, JSON.stringify({
    version: 1, cameras: [{ id: 'room', inputs: [{ url: 'test:pattern' }], lines: [{ id: 'exit', from: tripwire.from, to: tripwire.to }], events: { on } }],
  }))
  return runAnalyze([video, '--config', config])
}

describe('six people, filmed in other ways', () => {
  let runs: ReadonlyMap<string, AnalyzeRun>
  beforeAll(async () => {
    const folder = temporaryFolder()
    const all = await inPairs(VARIANTS, (variant) => analyseVariant(variant, folder))
    runs = new Map(VARIANTS.map(({ name }, index) => [name, all[index] as AnalyzeRun]))
  }, 400_000)

  it.each(VARIANTS)('$name', ({ name, truth: change }) => {
    const truth = change(readTruth())
    const run = runs.get(name) as AnalyzeRun
    expect(run).toMatchObject({ status: 0 })
    const verdict = judge(run.events, truth)
    const { people, motionEvents, strayMotionEvents, earliestStart, latestStart, worstEnd, worstCrossing } = verdict
    process.stdout.write(`${name}: ${people} person events, ${motionEvents} motion events (${strayMotionEvents} with nobody there), starts ${earliestStart.toFixed(1)} to ${latestStart.toFixed(1)} s, `
      + `ends within ${worstEnd.toFixed(1)} s, crossings within ${worstCrossing.toFixed(2)} s, ${String(run.summary['inferred'])} of ${String(run.summary['frames'])} frames inferred\n`)
    expect(verdict).toMatchObject({ people: truth.presence.length, strayMotionEvents: 0, otherEvents: 0 })
    expect(earliestStart).toBeGreaterThanOrEqual(-1.5)
    expect(latestStart).toBeLessThanOrEqual(2.5)
    expect(worstEnd).toBeLessThanOrEqual(2 + DISAPPEARANCE_SECONDS)
    expect(verdict.directions).toEqual(truth.tripwire.atSeconds.map(() => truth.tripwire.direction))
    expect(worstCrossing).toBeLessThanOrEqual(0.6)
  })
})
