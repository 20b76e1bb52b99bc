import type { CameraStatus } from '../../../common/contracts/camera-status.ts'
import type { DetectorStatus } from '../../../common/contracts/model.ts'
import type { Health, Notice, SystemStatus } from '../../../common/contracts/system.ts'

export interface BoardFacts {
  readonly version: string
  readonly door: SystemStatus['door']
  readonly startedAtMs: number
  readonly configFile: string
  statuses(): CameraStatus[]
  configProblems(): readonly string[]
  uptimeSeconds(): number
  mismatches(): number
}

/** What is wrong anywhere, in words; the status strip, `/healthz` and `/readyz` read it. */
export class SystemBoard {
  private readonly facts: BoardFacts
  private readonly listeners = new Set<() => void>()
  private readonly extra = new Map<string, Notice>()
  private detector: DetectorStatus = { state: 'starting', modelId: null, sha256: null, threads: 0, provider: null, note: null, reason: null }
  private store: SystemStatus['store'] = { state: 'starting', reason: null }
  private media: SystemStatus['media'] = { state: 'starting', reason: null }

  constructor(facts: BoardFacts) {
    this.facts = facts
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  setDetector(detector: DetectorStatus): void {
    this.detector = detector
    this.changed()
  }

  setStore(store: SystemStatus['store']): void {
    this.store = store
    this.changed()
  }

  setMedia(media: SystemStatus['media']): void {
    this.media = media
    this.changed()
  }

  /** A condition of its own; null takes it back. */
  note(id: string, notice: Omit<Notice, 'id'> | null): void {
    if (notice === null) this.extra.delete(id)
    else this.extra.set(id, { id, ...notice })
    this.changed()
  }

  changed(): void {
    for (const listener of this.listeners) listener()
  }

  get detectorStatus(): DetectorStatus {
    return this.detector
  }

  /** Store and model have come to a result, whichever. */
  get settled(): boolean {
    return this.store.state === 'ready' && this.detector.state !== 'starting' && this.media.state === 'ready'
  }

  status(): SystemStatus {
    const { version, door, startedAtMs, configFile } = this.facts
    return { version, door, startedAtMs, configFile, detector: this.detector, store: this.store, media: this.media, notices: this.notices() }
  }

  health(): Health {
    const cameras = this.facts.statuses().filter(({ enabled }) => enabled)
    return {
      status: this.settled ? (this.store.state === 'ready' ? 'ok' : 'degraded') : this.store.state === 'failed' ? 'degraded' : 'starting',
      version: this.facts.version, uptimeSeconds: Math.round(this.facts.uptimeSeconds()),
      cameras: { live: cameras.filter(({ state }) => state === 'live').length, total: cameras.length },
      store: this.store.state, model: this.detector.modelId ?? this.detector.state,
    }
  }

  private notices(): Notice[] {
    const notices: Notice[] = [...this.extra.values()]
    const add = (id: string, level: Notice['level'], text: string, cameraId: string | null = null): void => { notices.push({ id, level, text, cameraId }) }
    if (this.store.state === 'failed') add('store', 'alert', `Nothing is recorded: ${this.store.reason ?? 'the store does not work'}`)
    if (this.media.state === 'restarting') add('media', 'alert', `The analysis is restarting: ${this.media.reason ?? ''}`)
    if (this.detector.state === 'ready' && this.detector.reason !== null) add('detector', 'warn', this.detector.reason)
    if (this.detector.state === 'ready' && this.detector.note !== null) add('detector-provider', 'info', `Detector: ${this.detector.note}`)
    if (this.detector.state === 'motion-only') add('detector', 'warn', motionOnly(this.detector.reason ?? 'no model is set'))
    for (const [index, problem] of this.facts.configProblems().entries()) add(`config-${index}`, 'warn', `${problem}; the last good config stays in force`)
    if (this.facts.mismatches() > 0) add('ledger', 'alert', 'The frame ledger does not add up; please report this with the log')
    for (const { id, name, state, stateReason, recordingProblem } of this.facts.statuses()) {
      if (state === 'failed' || state === 'backoff' || state === 'stalled') add(`camera-${id}`, 'warn', `${name}: ${stateReason ?? state}`, id)
      if (recordingProblem !== null) add(`record-${id}`, 'warn', `${name}: ${recordingProblem}`, id)
    }
    return notices
  }
}

const motionOnly = (reason: string): string => (reason.startsWith('Motion only') ? reason : `Motion only: ${reason}`)
