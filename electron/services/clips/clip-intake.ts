import type { CameraId } from '../../../common/ids.ts'
import type { Logger } from '../../ports/logger.ts'
import type { ClipService } from './clip-service.ts'
import type { AudioTie } from './epoch-line.ts'
import { createFragmentSplitter } from './mp4/fragment-splitter.ts'

type IntakeTarget = Pick<ClipService, 'epochStarted' | 'audioTied' | 'onInit' | 'onFragment' | 'epochEnded'>

interface Intake {
  readonly epoch: number
  readonly burnedIn: boolean
  readonly splitter: { push(chunk: Uint8Array): void }
  /** Bytes that came before the tie was known; null once it is. */
  held: Uint8Array[] | null
  heldBytes: number
  broken: boolean
}

/** A stream whose tie has not come after this much is recorded without: its first frames are then taken for the same. */
const MAX_HELD_BYTES = 4 * 1024 * 1024

/** Takes ffmpeg's clip output, epoch by epoch, cuts it into fragments and hands them on once both timelines are tied together. */
export class ClipIntake {
  private readonly clips: IntakeTarget
  private readonly logger: Logger
  private readonly intakes = new Map<string, Intake>()

  constructor(options: { clips: IntakeTarget; logger: Logger }) {
    this.clips = options.clips
    this.logger = options.logger
  }

  clipBegins({ cameraId, epoch, copied, burnedIn }: { cameraId: CameraId; epoch: number; copied: boolean; burnedIn: boolean }): void {
    const splitter = createFragmentSplitter({
      onInit: (init) => this.clips.onInit(cameraId, epoch, init),
      onFragment: (fragment) => this.clips.onFragment(cameraId, epoch, fragment),
    })
    const intake: Intake = { epoch, burnedIn, splitter, held: [], heldBytes: 0, broken: false }
    this.intakes.set(cameraId, intake)
    // An encoded stream starts with the analysis' own first frame: nothing has to be waited for.
    if (!copied) this.tie(cameraId, intake, null)
  }

  clipBytes(cameraId: CameraId, epoch: number, bytes: Uint8Array): void {
    const intake = this.find(cameraId, epoch)
    if (!intake) return
    if (intake.held === null) return this.push(cameraId, intake, bytes)
    intake.held.push(bytes)
    intake.heldBytes += bytes.length
    if (intake.heldBytes > MAX_HELD_BYTES) this.tie(cameraId, intake, null)
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
    for (const bytes of held) this.push(cameraId, intake, bytes)
  }

  private push(cameraId: CameraId, intake: Intake, bytes: Uint8Array): void {
    if (intake.broken) return
    try {
      intake.splitter.push(bytes)
    } catch (error) {
      intake.broken = true
      this.logger.error({ camera: cameraId, epoch: intake.epoch }, `the stream for clips cannot be read: ${String(error)}`)
    }
  }
}
