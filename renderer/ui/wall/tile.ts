import { decodeViewerFrame } from '../../../common/wire/viewer-frame.ts'
import { VIEWER_CREDITS } from '../../../common/wire/viewer-messages.ts'
import { backoffMs } from '../../transport/backoff.ts'
import type { ViewerChannel } from '../../transport/viewer-channel.ts'
import { FrameAge } from '../picture/frame-age.ts'
import type { Rect } from '../picture/letterbox.ts'
import { captureFrame } from './capture-frame.ts'
import { paintFrame, type Frame, type Scene } from './paint.ts'
import type { Capture, CaptureRequest, TileFacts, TileLook, TileRegions } from './wall-messages.ts'

const FLASH_MS = 700
const FPS_WINDOW_MS = 2_000

interface TileOptions {
  readonly cameraId: string
  readonly canvas: OffscreenCanvas
  readonly look: TileLook
  readonly regions: TileRegions
  readonly openChannel: (tile: Tile) => void
  readonly requestPaint: () => void
}

/** One canvas of the wall: keeps only the newest frame, paints it, tells the engine what became of it. */
export class Tile {
  readonly cameraId: string
  look: TileLook
  regions: TileRegions
  #canvas: OffscreenCanvas
  #pen: OffscreenCanvasRenderingContext2D
  #options: TileOptions
  #channel: ViewerChannel | null = null
  #channelState: TileFacts['channel'] = 'opening'
  #attempt = 0
  #opening = false
  #timer: ReturnType<typeof setTimeout> | undefined
  #gone = false
  #visible = true
  #scale = 1
  #waiting: Frame | null = null
  #shown: Frame | null = null
  #place: Rect = { x: 0, y: 0, width: 0, height: 0 }
  #age = new FrameAge()
  #flashes = new Map<string, number>()
  #paints: number[] = []
  #painted = 0
  #superseded = 0
  #captures: { what: CaptureRequest; answer: (capture: Capture | null) => void }[] = []

  constructor(options: TileOptions) {
    this.#options = options
    this.cameraId = options.cameraId
    this.look = options.look
    this.regions = options.regions
    this.#canvas = options.canvas
    const pen = options.canvas.getContext('2d', { alpha: false })
    if (!pen) throw new Error('this browser gives no 2D canvas')
    this.#pen = pen
  }

  get waiting(): boolean {
    return this.#waiting !== null
  }

  channelOpened(channel: ViewerChannel): void {
    this.#opening = false
    if (this.#gone) return channel.close()
    this.#channel = channel
    this.#channelState = 'open'
    this.#attempt = 0
    channel.send({ type: 'visible', visible: this.#visible })
    channel.send({ type: 'credit', count: VIEWER_CREDITS })
  }

  /** `soon` is false while the engine itself is away: the page says when it is back. */
  channelGone(soon: boolean): void {
    this.#channel = null
    this.#opening = false
    this.#channelState = 'closed'
    this.#waiting = null
    if (this.#gone || !soon) return
    this.#attempt += 1
    this.#timer = setTimeout(() => this.reopen(), backoffMs({ attempt: this.#attempt, chance: Math.random() }))
  }

  reopen(): void {
    clearTimeout(this.#timer)
    if (this.#gone || this.#channel || this.#opening) return
    this.#opening = true
    this.#channelState = 'opening'
    this.#options.openChannel(this)
  }

  frameArrived(message: Uint8Array, nowMs: number): void {
    const frame: Frame = { ...decodeViewerFrame(message), arrivedAtMs: performance.now() }
    this.#age.arrived(frame.header.sentAtMs, nowMs)
    for (const track of frame.header.tracks) for (const crossing of track.crossings) this.#flashes.set(crossing.lineId, nowMs + FLASH_MS)
    const replaced = this.#waiting
    this.#waiting = frame
    if (replaced) {
      this.#superseded += 1
      this.#acknowledge(replaced, { outcome: 'superseded', waitMs: performance.now() - replaced.arrivedAtMs, paintMs: 0 })
    }
    this.#options.requestPaint()
  }

  /** Paints the newest frame, if one waits. */
  paint(nowMs: number): void {
    const frame = this.#waiting
    if (!frame) return
    this.#waiting = null
    const startedAtMs = performance.now()
    this.#draw(frame, nowMs)
    const endedAtMs = performance.now()
    this.#painted += 1
    this.#paints.push(endedAtMs)
    this.#acknowledge(frame, { outcome: 'painted', waitMs: startedAtMs - frame.arrivedAtMs, paintMs: endedAtMs - startedAtMs })
    for (const { what, answer } of this.#captures.splice(0)) void this.#capture(frame, what).then(answer, () => answer(null))
  }

  resize(width: number, height: number, scale: number): void {
    this.#scale = scale
    if (this.#canvas.width === width && this.#canvas.height === height) return
    this.#canvas.width = width
    this.#canvas.height = height
    this.redraw()
  }

  /** The frame on screen once more: after a change of size, look or regions. */
  redraw(): void {
    if (this.#shown) this.#draw(this.#shown, Date.now())
  }

  setVisible(visible: boolean): void {
    if (visible === this.#visible) return
    this.#visible = visible
    this.#channel?.send({ type: 'visible', visible })
  }

  /** Answers with the frame on screen, or with the first one painted. */
  capture(what: CaptureRequest, answer: (capture: Capture | null) => void): void {
    if (this.#shown) void this.#capture(this.#shown, what).then(answer, () => answer(null))
    else this.#captures.push({ what, answer })
  }

  facts(nowMs: number): TileFacts {
    const since = performance.now() - FPS_WINDOW_MS
    this.#paints = this.#paints.filter((at) => at > since)
    const header = this.#shown?.header
    return {
      cameraId: this.cameraId,
      channel: this.#channelState,
      frameId: header ? `${header.cameraId}/${header.epoch}/${header.sequence}` : null,
      capturedAtMs: header?.capturedAtMs ?? null,
      ageMs: header ? this.#age.ageMs(header.capturedAtMs, nowMs) : null,
      fps: this.#paints.length / (FPS_WINDOW_MS / 1000),
      painted: this.#painted,
      superseded: this.#superseded,
      tracks: header?.tracks.length ?? 0,
      motion: header?.motionActive ?? false,
      width: header?.width ?? 0,
      height: header?.height ?? 0,
    }
  }

  close(): void {
    this.#gone = true
    clearTimeout(this.#timer)
    this.#channel?.close()
    for (const { answer } of this.#captures.splice(0)) answer(null)
  }

  #draw(frame: Frame, nowMs: number): void {
    for (const [lineId, untilMs] of this.#flashes) if (untilMs < nowMs) this.#flashes.delete(lineId)
    this.#place = paintFrame(this.#pen, frame, this.#scene())
    this.#shown = frame
  }

  #scene(): Scene {
    return { look: this.look, regions: this.regions, scale: this.#scale, flashing: new Set(this.#flashes.keys()) }
  }

  async #capture(frame: Frame, what: CaptureRequest): Promise<Capture> {
    return captureFrame(frame, what, { pen: this.#pen, place: this.#place, scene: this.#scene() })
  }

  #acknowledge({ header }: Frame, result: { outcome: 'painted' | 'superseded'; waitMs: number; paintMs: number }): void {
    this.#channel?.send({ type: 'painted', epoch: header.epoch, sequence: header.sequence, ...result })
  }
}
