import type { StoreCommand, StoreMethod } from '../../../common/wire/store-messages.ts'
import { StoreError } from '../../../common/store-error.ts'
import type { Clock } from '../../ports/clock.ts'

/** Calls on their way to the store process, in order, across its restarts. */
export interface StoreCallQueue {
  call(method: StoreMethod, args: readonly unknown[]): Promise<unknown>
  /** Goes out at once, before everything that waits. */
  callFirst(method: StoreMethod, args: readonly unknown[]): Promise<unknown>
  /** A process is there; calls still wait until `release`. */
  connect(post: (command: StoreCommand) => void): void
  release(): void
  /** The process is gone: what it had not answered is sent again to the next one, except what must not happen twice. */
  disconnect(): void
  resolve(id: number, value: unknown): void
  reject(id: number, error: Error): void
  /** Rejects what waits for a store that says it cannot work. */
  rejectWaiting(reason: string): void
  rejectAll(reason: string): void
  /** Resolves when every call was answered, or after `limitMs`. */
  idle(limitMs: number): Promise<void>
}

interface Pending {
  readonly id: number
  readonly method: StoreMethod
  readonly args: readonly unknown[]
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
  readonly cancelTimeout: () => void
  sent: boolean
  /** How many processes ended while it was under way. */
  deaths: number
}

/** Long enough for a restart with a check of its files; a disk that hangs longer is said, not waited for. */
const TIMEOUT_MS = 30_000
/** Everything but this is an upsert or a read. A second deletion would answer "there was none"; a replay lives in one process. */
const NOT_TWICE = new Set<StoreMethod>(['deleteEvent', 'recover', 'openReplay', 'stepReplay'])
const MAX_WAITING = 10_000
/** A call that is there every time the process dies may be what it dies of. */
const MAX_DEATHS = 3

export function createStoreCalls({ clock }: { clock: Clock }): StoreCallQueue {
  /** By id, which is the order they were made in. */
  const pending = new Map<number, Pending>()
  let nextId = 1
  let post: ((command: StoreCommand) => void) | null = null
  let released = false
  let onIdle = (): void => {}

  const settle = (id: number): Pending | undefined => {
    const call = pending.get(id)
    call?.cancelTimeout()
    pending.delete(id)
    if (pending.size === 0) onIdle()
    return call
  }
  const fail = (id: number, error: Error): void => settle(id)?.reject(error)
  const rejectCall = (id: number, message: string): void => fail(id, new StoreError(message))
  const send = (call: Pending): void => {
    call.sent = true
    post?.({ type: 'call', id: call.id, method: call.method, args: call.args })
  }
  const add = (method: StoreMethod, args: readonly unknown[], now: boolean): Promise<unknown> => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    if (pending.size >= MAX_WAITING) {
      reject(new Error(`the store has ${pending.size} calls waiting; this ${method} was not added to them`))
      return promise
    }
    const id = nextId
    nextId += 1
    const cancelTimeout = clock.after(TIMEOUT_MS, () => rejectCall(id, `the store did not answer ${method} within ${TIMEOUT_MS / 1_000} s`))
    const call: Pending = { id, method, args, resolve, reject, cancelTimeout, sent: false, deaths: 0 }
    pending.set(id, call)
    if (post && (now || released)) send(call)
    return promise
  }

  return {
    call: (method, args) => add(method, args, false),
    callFirst: (method, args) => add(method, args, true),
    connect(next) {
      post = next
      released = false
    },
    release() {
      released = true
      for (const call of pending.values()) if (!call.sent) send(call)
    },
    disconnect() {
      post = null
      released = false
      for (const call of pending.values()) {
        if (!call.sent) continue
        call.sent = false
        call.deaths++
        if (NOT_TWICE.has(call.method)) rejectCall(call.id, `the store process ended during ${call.method}; please try again`)
        else if (call.deaths >= MAX_DEATHS) rejectCall(call.id, `the store process ended ${call.deaths} times during ${call.method}; it is not tried again`)
      }
    },
    resolve: (id, value) => settle(id)?.resolve(value),
    reject: fail,
    rejectWaiting(reason) {
      for (const call of pending.values()) if (!call.sent) rejectCall(call.id, reason)
    },
    rejectAll(reason) {
      for (const call of pending.values()) rejectCall(call.id, reason)
    },
    async idle(limitMs) {
      if (pending.size === 0) return
      const { promise, resolve } = Promise.withResolvers<void>()
      onIdle = resolve
      const cancel = clock.after(limitMs, resolve)
      await promise
      cancel()
    },
  }
}
