import type { Detection } from '../../common/frame-result.ts'
import type { ModelFamily } from '../../common/contracts/model-sidecar.ts'
import type { Crop } from './crop.ts'
import type { ModelFacts } from './model-facts.ts'

/** media's main thread → infer thread. One job at a time. */
export type InferCommand =
  | { readonly type: 'load'; readonly path: string; readonly providers: readonly string[]; readonly known: ModelFacts | undefined }
  // The camera's frame memory goes along with every job. Handing it over once and naming it saved 0.016 ms of about 10 and would have to
  // be taken back when the camera goes; no garbage collection came of it in 20,000 jobs.
  | { readonly type: 'job'; readonly id: number; readonly buffer: SharedArrayBuffer; readonly offset: number; readonly width: number; readonly height: number; readonly crop?: Crop }
  /** Fault tests only: the process dies, as by a failed native assertion, in the middle of the next run. */
  | { readonly type: 'abort-in-run' }
  | { readonly type: 'stop' }

export interface LoadedModel {
  readonly inputWidth: number
  readonly inputHeight: number
  readonly labels: readonly string[]
  readonly family: ModelFamily
  /** By what the family was recognised; one sentence. */
  readonly recognisedAs: string
  /** What really runs the model, by the config's name; why it is none asked for earlier, and what runs elsewhere. */
  readonly provider: string
  readonly providerNote: string | null
  /** Share by which a frame may be later than one frame interval before it counts as late. */
  readonly deadlineTolerance: number
}

export interface InferReply {
  readonly detections: readonly Detection[]
  readonly preprocessMs: number
  readonly inferMs: number
  readonly postprocessMs: number
}

/** infer thread → media's main thread. */
export type InferReport =
  | { readonly type: 'loaded'; readonly model: LoadedModel }
  | { readonly type: 'load-failed'; readonly message: string }
  | { readonly type: 'done'; readonly id: number; readonly reply: InferReply }
  | { readonly type: 'failed'; readonly id: number; readonly message: string }
