import type { AnalysisConfig } from '../../../common/contracts/camera-config.ts'
import { describe, expect, it } from 'vitest'
import type { EvidenceFrame } from '../../../common/evidence.ts'
import { EvidenceLog } from './evidence-log.ts'

const RULES = { id: 'gate' } as AnalysisConfig
const quiet = (atMs: number): EvidenceFrame => ({
  atMs, ptsMs: atMs, epoch: 1, sequence: atMs / 100, outcome: 'still', motion: { ratio: 0, calibrating: false, regions: [], tooSmall: [] }, looks: [], detections: [], tracks: [],
})
const busy = (atMs: number): EvidenceFrame => ({ ...quiet(atMs), outcome: 'inferred', looks: [[0, 0, 1, 1]], detections: [{ label: 'person', score: 0.4 + (atMs % 7) / 100, box: [0.1, 0.2, 0.1, 0.3], refused: null }] })

describe('the evidence of the last hours', () => {
  it('gives back the frames of a span, from open and packed chunks alike', async () => {
    const log = new EvidenceLog()
    for (let at = 0; at < 60_000; at += 100) log.add(busy(at), RULES)
    const { frames, keptSinceMs, rules } = await log.read(5_000, 45_000)
    expect(frames).toEqual(Array.from({ length: 401 }, (_, index) => busy(5_000 + index * 100)))
    expect([keptSinceMs, rules]).toEqual([0, RULES])
  })
  it('keeps quiet time as spans, broken where something happened', async () => {
    const log = new EvidenceLog()
    for (let at = 0; at <= 2_000; at += 100) log.add(at === 1_000 ? busy(at) : quiet(at), RULES)
    const { frames, quiet: spans } = await log.read(0, 2_000)
    expect(frames).toEqual([busy(1_000)])
    expect(spans).toEqual([{ fromMs: 0, toMs: 900, frames: 10 }, { fromMs: 1_100, toMs: 2_000, frames: 10 }])
  })
  it('forgets the oldest when the budget is used up, and says since when it knows', async () => {
    const log = new EvidenceLog(5_000)
    for (let at = 0; at < 600_000; at += 100) log.add(busy(at), RULES)
    const { frames, keptSinceMs } = await log.read(0, 600_000)
    expect(log.bytes).toBeLessThanOrEqual(5_000)
    expect(keptSinceMs).toBeGreaterThan(0)
    expect(frames[0]?.atMs).toBe(keptSinceMs)
    expect(frames.at(-1)?.atMs).toBe(599_900)
  })
  it('says which rules were in force', async () => {
    const log = new EvidenceLog()
    const other = { id: 'gate' } as AnalysisConfig
    log.add(busy(0), RULES)
    log.add(busy(100), other)
    expect((await log.read(0, 50)).rules).toBe(RULES)
    expect((await log.read(100, 200)).rules).toBe(other)
  })
  it('knows nothing before it was told anything', async () => {
    expect(await new EvidenceLog().read(0, 1e15)).toEqual({ keptSinceMs: null, frames: [], quiet: [], rules: null })
  })
  it('takes a clock that was set back for what it is', async () => {
    const log = new EvidenceLog()
    for (const at of [10_000, 10_100, 4_000, 4_100]) log.add(busy(at), RULES)
    expect((await log.read(3_000, 5_000)).frames.map(({ atMs }) => atMs)).toEqual([4_000, 4_100])
  })
})
