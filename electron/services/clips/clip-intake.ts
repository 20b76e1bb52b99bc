import type { CameraId } from '../../../common/ids.ts'
import type { Logger } from '../../ports/logger.ts'
import type { ClipService } from './clip-service.ts'
import type { AudioTie } from './epoch-line.ts'
import { createFragmentSplitter, createSoundSplitter, type FragmentSplitter } from './mp4/fragment-splitter.ts'
import { createSoundMix, type SoundMix } from './sound-mix.ts'

type IntakeTarget = Pick<ClipService, 'epochStarted' | 'audioTied' | 'onInit' | 'onFragment' | 'epochEnded'>

interface Intake {
  readonly epoch: number
  readonly burnedIn: boolean
  readonly picture: FragmentSplitter
  readonly sound: FragmentSplitter
  readonly mix: SoundMix
  /** Bytes that came before the tie was known; null once it is. */
  held: Uint8Array[] | null
  heldBytes: number
  readonly broken: Set<FragmentSplitter>
}

/** A stream whose tie has not come after this much is recorded without: its first frames are then taken for the same. */
const MAX_HELD_BYTES = 4 * 1024 * 1024

/** Takes ffmpeg's clip outputs, epoch by epoch, cuts them into fragments and hands them on once their timelines are tied together. */
export class ClipIntake {
  private readonly clips: IntakeTarget
  private readonly logger: Logger
  private readonly intakes = new Map<string, Intake>()

  constructor(options: { clips: IntakeTarget; logger: Logger }) {
    this.clips = options.clips
    this.logger = options.logger
  }

  clipBegins({ cameraId, epoch, copied, burnedIn, sound }: { cameraId: CameraId; epoch: number; copied: boolean; burnedIn: boolean; sound: boolean }): void {
    const mix = createSoundMix({
      expected: sound,
      onInit: (init) => this.clips.onInit(cameraId, epoch, init),
      onFragment: (fragment) => this.clips.onFragment(cameraId, epoch, fragment),
      onGivenUp: () => this.logger.warn({ camera: cameraId, epoch }, 'the camera announces sound and sends none: its clips have only the picture'),
    })
    const intake: Intake = {
      epoch, burnedIn, mix, held: [], heldBytes: 0, broken: new Set(),
      picture: createFragmentSplitter({ onInit: (init) => mix.pictureInit(init), onFragment: (fragment) => mix.picture(fragment) }),
      sound: createSoundSplitter({ onInit: (bytes) => mix.soundInit(bytes), onFragment: (fragment) => mix.sound(fragment) }),
    }
    this.intakes.set(cameraId, intake)
    // An encoded stream starts with the analysis' own first frame: nothing has to be waited for.
    if (!copied) this.tie(cameraId, intake, null)
  }

  clipBytes(cameraId: CameraId, epoch: number, bytes: Uint8Array): void {
    const intake = this.find(cameraId, epoch)
    if (!intake) return
    if (intake.held === null) return this.push(cameraId, intake, intake.picture, bytes)
    intake.held.push(bytes)
    intake.heldBytes += bytes.length
    if (intake.heldBytes > MAX_HELD_BYTES) this.tie(cameraId, intake, null)
  }

  soundBytes(cameraId: CameraId, epoch: number, bytes: Uint8Array): void {
    const intake = this.find(cameraId, epoch)
    if (intake) this.push(cameraId, intake, intake.sound, bytes)
  }

  clipTie(cameraId: CameraId, epoch: number, firstDtsMs: number): void {
    const intake = this.find(cameraId, epoch)
    if (intake?.held) this.tie(cameraId, intake, firstDtsMs)
  }

  clipSound(cameraId: CameraId, epoch: number, sound: AudioTie): void {
    if (this.find(cameraId, epoch)) this.clips.audioTied(cameraId, epoch, sound)
  }

  clipEnds(cameraId: CameraId, epoch: number): void {
    const intake = this.find(cameraId, epoch)
    if (!intake) return
    if (intake.held) this.tie(cameraId, intake, null)
    intake.mix.end()
    this.intakes.delete(cameraId)
    this.clips.epochEnded(cameraId, epoch)
  }

  private find(cameraId: CameraId, epoch: number): Intake | null {
    const intake = this.intakes.get(cameraId)
    return intake?.epoch === epoch ? intake : null
  }

  private tie(cameraId: CameraId, intake: Intake, offsetMs: number | null): void {
    const held = intake.held ?? []
    intake.held = null
    this.clips.epochStarted({ cameraId, epoch: intake.epoch, tie: { offsetMs }, burnedIn: intake.burnedIn })
    for (const bytes of held) this.push(cameraId, intake, intake.picture, bytes)
  }

  private push(cameraId: CameraId, intake: Intake, splitter: FragmentSplitter, bytes: Uint8Array): void {
    if (intake.broken.has(splitter)) return
    try {
      splitter.push(bytes)
    } catch (error) {
      intake.broken.add(splitter)
      this.logger.error({ camera: cameraId, epoch: intake.epoch }, `the stream for clips cannot be read: ${String(error)}`)
    }
  }
}
