import type { StoreReport } from './wire/store-messages.ts'

/** A call the store answered with an error; nothing of it was stored. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly kind: Extract<StoreReport, { type: 'error' }>['kind']

  constructor(message: string, kind: StoreError['kind'] = 'other') {
    super(message)
    this.kind = kind
  }
}
