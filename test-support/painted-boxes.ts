import type { ClipTracks } from '../common/contracts/event.ts'
import type { PaintedNumber } from './browser.ts'

/** Tracks of clips are told to four digits. */
const STORED_TO = 0.0001

/**
 * Holds what was painted live under a frame's number against what footage has on the frame that shows this number: 4 pixels a frame tell neighbours apart.
 * @param first the number the footage's first frame shows; none is missing after it
 */
export function comparePainted(painted: readonly PaintedNumber[], { frames, first }: { readonly frames: ClipTracks['frames']; readonly first: number }) {
  const compared = painted.flatMap(({ number, boxes }) => {
    const stored = frames[number - first]?.boxes
    return stored === undefined ? [] : [{ number, painted: boxes.map(({ trackId, box: [x], predicted }) => ({ trackId, x, predicted })), stored: stored.map(([trackId, , , x, , , , predicted]) => ({ trackId, x, predicted: predicted === 1 })) }]
  })
  const differ = compared.filter(({ painted: live, stored }) => live.length !== stored.length || live.some(({ trackId, x }, index) => trackId !== stored[index]?.trackId || Math.abs(x - stored[index].x) > STORED_TO))
  return { compared: compared.length, boxes: compared.reduce((sum, { stored }) => sum + stored.length, 0), mismatches: differ.length, worst: differ[0] }
}
