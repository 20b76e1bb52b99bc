import type { Event } from '../../../common/contracts/event.ts'
import type { Store } from '../../../common/wire/store-messages.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Logger } from '../../ports/logger.ts'
import type { Pictured } from './picture-shelf.ts'

/**
 * The events under way, each in one piece: what happened comes from the event machine, `clip` and `snapshot` from here.
 * Every change is stored first and then told, in order.
 */
export interface EventBook {
  /** `onDisk`: it is told when that is so; after three seconds when the store does not answer, and after six in any case. */
  open(event: Event, onDisk: Promise<void>): void
  /** What the event machine says next; its `clip` and `snapshot` are not looked at: the book knows better. Unknown (deleted) events stay deleted. */
  update(event: Event): void
  /** Resolves when it is stored, or could not be. */
  setClip(id: string, clip: Event['clip']): Promise<void>
  putSnapshot(id: string, picture: Pictured): void
  get(id: string): Event | null
  find(test: (event: Event) => boolean): Event | null
  forget(id: string): void
  ids(): string[]
  /** When everything said so far is stored and told. */
  settled(): Promise<void>
}

/** An event is told even when the store does not answer: after this, late is worse than not yet stored. A store that died is back in a second. */
const TELL_AFTER_MS = 3_000
/** Whoever hears of an event can rely on its trigger frame being on disk, unless that takes longer than this. */
const TRIGGER_WITHIN_MS = 6_000

export function createEventBook({ store, clock, logger, onEvent }: {
  store: Pick<Store, 'putEvent' | 'putSnapshot'>
  clock: Clock
  logger: Logger
  onEvent: (event: Event) => void
}): EventBook {
  const events = new Map<string, Event>()
  let told: Promise<void> = Promise.resolve()

  /** The store does what it is asked in order, so only the telling has to wait its turn. */
  const tellAfter = (event: Event, written: Promise<unknown>, withinMs = TELL_AFTER_MS): Promise<void> => {
    const outcome = written.then(() => undefined, (error: unknown) => {
      logger.error({ eventId: event.id, cameraId: event.camera, error: error instanceof Error ? error.message : String(error) }, 'an event could not be stored')
    })
    // The time runs from the change, not from its turn: behind a store that hangs, delays would add up.
    const { promise: late, resolve } = Promise.withResolvers<void>()
    const cancel = clock.after(withinMs, resolve)
    const tellInTurn = async (before: Promise<void>): Promise<void> => {
      await before
      await Promise.race([outcome, late])
      cancel()
      onEvent(event)
    }
    told = tellInTurn(told)
    return outcome
  }
  const change = (event: Event, write: (event: Event) => Promise<unknown>, withinMs?: number): Promise<void> => {
    events.set(event.id, event)
    const stored = tellAfter(event, write(event), withinMs)
    // Nothing more can be said about it: the store alone knows it from here on.
    if (event.state === 'ended' && event.clip.state !== 'recording') events.delete(event.id)
    return stored
  }

  return {
    open(event, onDisk) {
      const { promise: silent, resolve } = Promise.withResolvers<void>()
      const cancel = clock.after(TELL_AFTER_MS, resolve)
      void change(event, (opened) => Promise.race([Promise.all([store.putEvent(opened).finally(cancel), onDisk]), silent]), TRIGGER_WITHIN_MS)
    },
    update(event) {
      const known = events.get(event.id)
      if (known) void change({ ...event, clip: known.clip, snapshot: known.snapshot, ...(known.snapshotBox && { snapshotBox: known.snapshotBox }) }, (merged) => store.putEvent(merged))
    },
    setClip(id, clip) {
      const known = events.get(id)
      return known ? change({ ...known, clip }, (merged) => store.putEvent(merged)) : Promise.resolve()
    },
    putSnapshot(id, { jpeg, box }) {
      const known = events.get(id)
      if (!known) return
      const { snapshotBox: _before, ...rest } = known
      // A copy of exact size: Electron's ports send the whole buffer behind a subarray.
      void change({ ...rest, snapshot: true, ...(box && { snapshotBox: box }) }, async (merged) => {
        await Promise.all([store.putSnapshot({ eventId: id, jpeg: jpeg.slice() }), box && store.putEvent(merged)])
      })
    },
    get: (id) => events.get(id) ?? null,
    find: (test) => events.values().find(test) ?? null,
    forget: (id) => { events.delete(id) },
    ids: () => [...events.keys()],
    settled: () => told,
  }
}
