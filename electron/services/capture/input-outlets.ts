import type { CameraInput } from '../../../common/contracts/camera-config.ts'
import type { Mask } from '../../../common/contracts/regions.ts'
import type { CameraId } from '../../../common/ids.ts'
import type { RawEndpoint, WallClockSource } from '../../../common/wire/media-messages.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Logger } from '../../ports/logger.ts'
import type { RewindReach } from './plan-clip.ts'

/** Where an input's outputs go. Raw frames go past us: only their endpoint is named here. */
export interface InputOutlets {
  /** A process of ours runs, or ran. */
  ffmpeg(pid: number, runs: boolean): void
  /** Resolves when the media process reads there; rejects with a reason. */
  openRaw(request: { epoch: number; endpoint: RawEndpoint; wallClock: WallClockSource }): Promise<void>
  closeRaw(epoch: number): void
  readerLate(): void
  clipBegins(clip: { epoch: number; copied: boolean; burnedIn: boolean; sound: boolean }): void
  clipBytes(epoch: number, bytes: Uint8Array): void
  soundBytes(epoch: number, bytes: Uint8Array): void
  clipTie(epoch: number, firstDtsMs: number): void
  /** `offsetMs`: how much later than the picture's first packet the sound's came. */
  clipSound(epoch: number, sound: { offsetMs: number; encoded: boolean }): void
  clipEnds(epoch: number): void
  changed(): void
}

export interface InputCaptureOptions {
  readonly cameraId: CameraId
  readonly input: CameraInput
  /** The address with its secrets filled in. */
  resolveUrl(): Promise<{ ok: true; url: string } | { ok: false; problem: string }>
  readonly baseFolder: string
  readonly detect: { readonly width: number; readonly fps: number } | null
  readonly record: boolean
  readonly rewind: RewindReach
  readonly sound: boolean
  /** Burned into the clip where they are to be, or where it is encoded anyway. */
  readonly privacy: { readonly masks: readonly Mask[]; readonly mode: 'copy' | 'transcode' }
  readonly wallClock: WallClockSource
  readonly ffmpeg: string | null
  readonly runtime: string
  readonly clock: Clock
  readonly logger: Logger
  readonly random: () => number
  nextEpoch(): number
  readonly outlets: InputOutlets
}
