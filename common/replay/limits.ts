import type { Replay, ReplayRules } from '../contracts/replay.ts'
import { thresholdsOf } from '../rules/thresholds.ts'

/** What a replay cannot know, in sentences for a person. */
export function limitsOf({ now, proposed, log, unreadable, begunBefore }: {
  now: ReplayRules
  proposed: ReplayRules
  log: Replay['log']
  /** Chunks that were lost on their way to the store, or cannot be read. */
  unreadable: number
  /** Tracks that lived when the log begins, and whose beginning is not in it. */
  begunBefore: boolean
}): string[] {
  const labels = [...new Set([...Object.keys(now.detect.filters), ...Object.keys(proposed.detect.filters), ''])]
  const minScores = labels.map((label) => [thresholdsOf(now.detect, label).minScore, thresholdsOf(proposed.detect, label).minScore] as const)
  return [
    'Only what was tracked is judged: what the detector did not report, or the labels, filters and masks of that time kept out, is not in the log.',
    ...(minScores.some(([was, is]) => is < was) ? ['The lowest score is lower than now: objects that never had a hit above the old one were not tracked and are missing here.'] : []),
    ...(minScores.some(([was, is]) => is > was) ? ['The lowest score is higher than now: the recorded tracks are judged by it; the tracker itself might have joined their boxes differently.'] : []),
    ...(proposed.picture === undefined && proposed.zones.some(({ filters }) => filters !== undefined) ? ['The size of the picture is not known here: filters of zones are measured as if it were 640x360.'] : []),
    ...(log.frames === 0 && log.coveredSeconds === 0 ? ['No tracks of this camera were stored in this time.'] : []),
    ...(log.gaps.length > 0 ? [`The camera was not analysed, or its tracks were not stored, for ${Math.round(log.gaps.reduce((sum, { from, to }) => sum + Date.parse(to) - Date.parse(from), 0) / 1000)} s of the time (${log.gaps.length} ${log.gaps.length === 1 ? 'gap' : 'gaps'}).`] : []),
    ...(unreadable > 0 ? [`${unreadable} parts of the track log are missing or damaged; objects seen then are judged by what is left.`] : []),
    ...(begunBefore ? ['Objects were in the picture when the log begins: what they did before is not known.'] : []),
  ]
}
