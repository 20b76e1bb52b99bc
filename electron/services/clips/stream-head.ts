import type { StreamHead } from '../../../common/wire/store-messages.ts'
import type { EpochLine } from './epoch-line.ts'

/** Samples of silence before what an AAC encoder encodes. */
const AAC_PRIMING = 1_024

/** What every reader of an epoch's rows needs. Throws when the stream has not begun. */
export function streamHead({ cameraId: camera, epoch, init, audioTie, burnedIn }: Pick<EpochLine, 'cameraId' | 'epoch' | 'init' | 'audioTie' | 'burnedIn'>): StreamHead {
  if (!init) throw new Error(`the stream of ${camera} has no beginning yet`)
  const { codec, codecString, timescale, bytes, audio } = init
  const primingMs = (timescaleOfSound: number): number => (audioTie?.encoded === true ? (AAC_PRIMING * 1_000) / timescaleOfSound : 0)
  return {
    camera, epoch, codec, codecString, timescale, init: bytes, burnedIn,
    audio: audio ? { trackId: audio.trackId, timescale: audio.timescale, offsetMs: (audioTie?.offsetMs ?? 0) - primingMs(audio.timescale) } : null,
  }
}
