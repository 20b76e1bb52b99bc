import type { ClipTracks, TrackBox } from '../../../common/contracts/event.ts'
import type { DrawnBox } from '../../ui/picture/draw-boxes.ts'

export type TrackFrames = ClipTracks['frames']

/** Index of the frame whose pts is nearest to a time, seconds; -1 without frames. Frames are in order of pts. */
export function nearestFrame(frames: TrackFrames, seconds: number): number {
  let low = 0
  let high = frames.length - 1
  if (high < 0) return -1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((frames[middle]?.pts ?? 0) < seconds) low = middle + 1
    else high = middle
  }
  const after = frames[low]
  const before = frames[low - 1]
  return before && after && seconds - before.pts <= after.pts - seconds ? low - 1 : low
}

/** Half the distance to the nearest neighbour; a lone frame gets 20 ms. */
function halfFrame(frames: TrackFrames, index: number): number {
  const at = frames[index]?.pts ?? 0
  const gaps = [frames[index - 1]?.pts, frames[index + 1]?.pts].filter((pts) => pts !== undefined).map((pts) => Math.abs(pts - at))
  return gaps.length === 0 ? 0.02 : Math.min(...gaps) / 2
}

/** The boxes of exactly the frame presented at `seconds`; none when no frame lies within half a frame of it. */
export function boxesAt(frames: TrackFrames, seconds: number): readonly TrackBox[] {
  const index = nearestFrame(frames, seconds)
  const frame = frames[index]
  // A microsecond of slack: players and ffprobe round differently.
  if (!frame || Math.abs(frame.pts - seconds) > halfFrame(frames, index) + 1e-6) return []
  return frame.boxes
}

/** Where one frame on or back leads, seconds; past the ends it stays. */
export function stepFrom(frames: TrackFrames, seconds: number, by: 1 | -1): number {
  const index = nearestFrame(frames, seconds)
  const next = frames[Math.min(frames.length - 1, Math.max(0, index + by))]
  return next?.pts ?? seconds
}

/** A hair behind a frame's own time: seeking to the time itself may land on the frame before it. */
export const seekTo = (pts: number): number => pts + 0.001

/** The event's own track stands out; the others of the frame are dimmed. */
export const drawnBox = ([trackId, label, score, x, y, w, h, predicted]: TrackBox, ownTrack: number): DrawnBox =>
  ({ trackId, label, score, box: [x, y, w, h], predicted: predicted === 1, stationary: trackId !== ownTrack, confirmed: true })

interface Path {
  readonly points: readonly (readonly [number, number])[]
  readonly label: string
}

/** Where a track's feet (bottom centre of its box) were over a span of time, oldest first. */
export function pathUntil(frames: TrackFrames, trackId: number, { from, to }: { from: number; to: number }): Path {
  const points: [number, number][] = []
  let label = ''
  for (let index = Math.max(0, nearestFrame(frames, from)); index < frames.length; index += 1) {
    const frame = frames[index]
    if (!frame || frame.pts > to + 1e-6) break
    const box = frame.boxes.find(([id]) => id === trackId)
    if (!box) continue
    points.push([box[3] + box[5] / 2, box[4] + box[6]])
    label = box[1]
  }
  return { points, label }
}

/** From the first to the last frame that shows a track, seconds. */
export function presenceOf(frames: TrackFrames, trackId: number): { from: number; to: number } | null {
  const has = (frame: TrackFrames[number]): boolean => frame.boxes.some(([id]) => id === trackId)
  const first = frames.find(has)
  const last = frames.findLast(has)
  return first && last ? { from: first.pts, to: last.pts } : null
}

/** The scores of the detector's own hits on a track; predicted boxes have none of their own. */
export function scoresOf(frames: TrackFrames, trackId: number): readonly { readonly seconds: number; readonly score: number }[] {
  return frames.flatMap(({ pts, boxes }) => boxes.filter(([id, , , , , , , predicted]) => id === trackId && predicted === 0).map(([, , score]) => ({ seconds: pts, score })))
}
