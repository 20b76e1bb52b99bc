import type { CameraInput } from '../../../common/contracts/camera-config.ts'
import type { RewindConfig } from '../../../common/contracts/config.ts'
import { type ClipOutput, isCopied } from './ffmpeg-args.ts'

/** Which cameras that are not recorded are kept for looking back: those whose stream is copied cost nothing. */
export type RewindReach = 'none' | 'copied' | 'all'

export const rewindReach = ({ seconds, maxMb, encode }: RewindConfig): RewindReach =>
  seconds === 0 || maxMb === 0 ? 'none' : encode ? 'all' : 'copied'

export interface ClipPlan {
  readonly output: ClipOutput
  /** Why the last moments are not in memory, as the end of a sentence; null when they are. */
  readonly rewindProblem: string | null
}

/** A file that is read as fast as the analysis takes it. */
export const isFullSpeed = ({ pace, url }: Pick<CameraInput, 'pace' | 'url'>): boolean => pace === 'fast' && url.startsWith('file:')

/** Whether the camera's stream is made a clip of, and at which cost. */
export function planClip({ codec, record, rewind, burnIn, fullSpeed }: {
  readonly codec: string
  readonly record: boolean
  readonly rewind: RewindReach
  /** Privacy masks are to be in it. */
  readonly burnIn: boolean
  readonly fullSpeed: boolean
}): ClipPlan {
  const output = record || (rewind !== 'none' && isCopied(codec) && !burnIn) ? 'full' : rewind === 'all' && !fullSpeed ? 'light' : 'none'
  if (rewind === 'none') return { output, rewindProblem: 'looking back is switched off ("rewind" in vigil.yml)' }
  if (output !== 'none') return { output, rewindProblem: null }
  return { output, rewindProblem: fullSpeed ? 'a file that is read at full speed is not encoded for looking back' : 'it would have to be encoded, which "rewind.encode" in vigil.yml rules out' }
}
