import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Box } from '../common/frame-result.ts'
import { temporaryFolder } from '../test-support/engine.ts'
import { FFMPEG } from '../test-support/ffmpeg-clips.ts'
import { footagePath } from '../test-support/footage.ts'
import { trackQuality, type Quality, type TracksLine } from '../test-support/people-truth.ts'
import { linesOf, runAnalyze } from '../test-support/run-analyze.ts'

const folder = temporaryFolder()
const near = footagePath('vtest.avi')
const far = join(folder, 'far.mp4')
/** The same scene from twice as far: half the size, in the middle of a grey picture. */
const fromAfar = ([x, y, w, h]: Box): Box => [0.25 + x / 2, 0.25 + y / 2, w / 2, h / 2]

async function analyse(file: string, crops: boolean): Promise<{ lines: TracksLine[]; inferences: number }> {
  const name = join(folder, `${file === far ? 'far' : 'near'}-${crops ? 'crops' : 'whole'}`)
  writeFileSync(`${name}.yml`, JSON.stringify({ version: 1, cameras: [{ id: 'path', inputs: [{ url: 'test:pattern' }], detect: { labels: ['person'], crops } }] }))
  const { status, stderr } = await runAnalyze([file, '--config', `${name}.yml`, '--tracks', `${name}.jsonl`, '--out', `${name}.events`])
  expect(status, stderr).toBe(0)
  const { inferences } = linesOf(readFileSync(`${name}.events`, 'utf8')).at(-1) as { inferences: number }
  return { lines: linesOf(readFileSync(`${name}.jsonl`, 'utf8')) as TracksLine[], inferences }
}

const recall = ({ detected, people }: Quality): number => detected / people
const sum = (counts: ReadonlyMap<number, number>): number => [...counts.values()].reduce((all, count) => all + count, 0)
const told = (name: string, quality: Quality, inferences: number): void => {
  const { people, detected, tracked, falseDetections, visits, ids, switches } = quality
  process.stdout.write(`  ${name}: detected ${detected} of ${people} (${(recall(quality) * 100).toFixed(1)} %), tracked ${tracked}, missed ${people - tracked}, ${falseDetections} false, ${sum(ids)} ids for ${visits} visits (${[...ids].map(([person, count]) => `P${person} ${count}`).join(', ')}), ${sum(switches)} switches, ${inferences} inferences\n`)
}

describe('people on a path outdoors, held against forty frames labelled by eye', () => {
  let nearCrops: Quality
  let farWhole: Quality
  let farCrops: Quality

  beforeAll(async () => {
    spawnSync(FFMPEG, ['-loglevel', 'error', '-y', '-i', near, '-vf', 'scale=384:288:flags=area,pad=768:576:192:144:color=0x808080', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '16', far])
    const [one, two] = await Promise.all([analyse(near, true), analyse(far, false)])
    const three = await analyse(far, true)
    nearCrops = trackQuality(one.lines)
    farWhole = trackQuality(two.lines, fromAfar)
    farCrops = trackQuality(three.lines, fromAfar)
    told('near, with crops', nearCrops, one.inferences)
    told('far, whole pictures only', farWhole, two.inferences)
    told('far, with crops', farCrops, three.inferences)
  }, 300_000)

  it('finds them, and keeps them when it did not', () => {
    expect(recall(nearCrops)).toBeGreaterThan(0.92)
    expect(nearCrops.tracked / nearCrops.people).toBeGreaterThan(0.95)
    expect(nearCrops.falseDetections).toBeLessThan(20)
  })
  it('gives those who walk alone one id from coming in to going out', () => {
    // 7, 8, 9 and 11 meet nobody; 5 and 6 walk near the camera the whole time.
    for (const person of [7, 8, 9, 11]) expect(nearCrops.ids.get(person), `person ${person}`).toBe(1)
    for (const person of [5, 6]) expect(nearCrops.ids.get(person), `person ${person}, two visits`).toBe(2)
  })
  it('keeps most ids where people cross and hide each other', () => {
    expect(sum(nearCrops.switches)).toBeLessThanOrEqual(7)
    expect(sum(nearCrops.ids) / nearCrops.visits).toBeLessThan(1.4)
  })
  it('finds with crops who is too far away for the whole picture', () => {
    expect(recall(farCrops)).toBeGreaterThan(recall(farWhole) + 0.15)
    expect(recall(farCrops)).toBeGreaterThan(0.9)
    expect(farCrops.falseDetections).toBeLessThan(20)
  })
})
