import type { ModelTraits } from '../contracts/model.ts'
import type { ModelFile } from './media-messages.ts'

/** main → check: one model, once, then the end. */
export type CheckCommand =
  | { readonly type: 'check'; readonly path: string; readonly known: ModelFile['known'] }
  | { readonly type: 'stop' }

/** check → main. */
export type CheckReport =
  | { readonly type: 'ready' }
  | { readonly type: 'usable'; readonly traits: ModelTraits; readonly licence: string | null }
  | { readonly type: 'refused'; readonly reason: string }
