import { expect, it } from 'vitest'
import type { CameraStats, Stats } from '../../../common/contracts/stats.ts'
import { DISPLAY_OUTCOMES, emptyLedger, noOutcomes, type AnalysisOutcome } from '../../../common/ledger.ts'
import { advise } from './advice.ts'

const camera = (over: Partial<CameraStats>, outcomes: Partial<Record<AnalysisOutcome, number>> = {}): CameraStats => ({
  id: 'gate', name: 'Gate', ledger: { ...emptyLedger(), outcomes: { ...noOutcomes(), ...outcomes }, mismatch: 0 }, dropRate: 0, recentDropRate: 0, inferLimit: null, onTimeRatio: 1,
  recentOnTimeRatio: 1, deadlineMs: 110, fps: 10, inferFps: 5, stages: { '10s': {}, '1m': {}, '1h': {} },
  display: Object.fromEntries(DISPLAY_OUTCOMES.map((name) => [name, 0])) as CameraStats['display'], viewers: 0,
  pool: { slots: 8, leased: 0, hits: 0, misses: 0, leaks: 0, doubleReleases: 0, bytes: 0 }, tracks: 0, ...over,
})

const stats = (over: Partial<Stats>): Stats => ({
  atMs: 0, uptimeSeconds: 0, cameras: [camera({})], all: camera({}), infer: { modelId: null, threads: 1, queueDepth: 0, perSecond: 0, run: null },
  processes: [{ name: 'media', pid: 1, rssBytes: 1, eventLoopDelayMs: { p50: 0, p99: 2, max: 3 }, gc: { minor: 0, major: 0, totalMs: 0 } }],
  storage: { catalogueBytes: 0, mediaBytes: 0, freeBytes: 1e12, events: 0 }, worst: [], ...over,
})

it.each([
  { name: 'all well', stats: stats({}), says: /^nothing$/ },
  { name: 'drops name the reason and the remedy', stats: stats({ cameras: [camera({ recentDropRate: 0.08 }, { superseded: 2, stale: 9 })] }), says: /Gate drops 8\.0 % .* lower the inference rate/ },
  { name: 'late frames', stats: stats({ cameras: [camera({ recentOnTimeRatio: 0.9 })] }), says: /deadline of 110 ms for only 90\.0 %/ },
  { name: 'a camera without frames is not late', stats: stats({ cameras: [camera({ recentOnTimeRatio: null })] }), says: /^nothing$/ },
  { name: 'a held up process', stats: stats({ processes: [{ name: 'main', pid: 1, rssBytes: 1, eventLoopDelayMs: { p50: 1, p99: 80, max: 90 }, gc: { minor: 0, major: 0, totalMs: 0 } }] }), says: /main process is held up/ },
  { name: 'a full disk', stats: stats({ storage: { catalogueBytes: 0, mediaBytes: 0, freeBytes: 2e9, events: 0 } }), says: /Only 2\.0 GB are free/ },
  { name: 'limited rates name who, how much and the remedy', stats: stats({ cameras: [camera({ inferLimit: { fps: 2.5, wantedFps: 5 } }), camera({ inferLimit: { fps: 2.5, wantedFps: 5 } })] }), says: /busy: Gate and 1 more at 2\.5 instead of 5 inferences a second\. Give it another thread/ },
  { name: 'a ledger that does not add up comes first', stats: stats({ cameras: [camera({ recentDropRate: 0.5, ledger: { ...emptyLedger(), mismatch: 1 } })] }), says: /does not add up/ },
])('$name', ({ stats: given, says }) => {
  expect(advise(given)?.text ?? 'nothing').toMatch(says)
})
