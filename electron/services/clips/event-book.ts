import type { Event } from '../../../common/contracts/event.ts'
import { messageOf } from '../../../common/message-of.ts'
import type { Store } from '../../../common/wire/store-messages.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Logger } from '../../ports/logger.ts'
import type { Pictured } from './picture-shelf.ts'

/**
 * The events under way, each in one piece: what happened comes from the event machine, `clip` and `snapshot` from here.
 * Every change is stored first and then told, in order.
 */
export interface EventBook {
  /**
   * `triggerStored`: its trigger frame is on disk, and its clip knows where. It is told when that is so; after three seconds when the store does not answer, and after six in any
   * case, but then with NOT_YET_ON_DISK as its clip's reason.
   */
  open(event: Event, triggerStored: Promise<void>): void
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
/** Whoever hears of an event can rely on its trigger frame being on disk; where that takes longer than this, the event says so. */
const TRIGGER_WITHIN_MS = 6_000
/** What a clip says of itself while nothing is promised: a power cut now would take it away. */
export const NOT_YET_ON_DISK = 'Not on the disk yet, which takes longer than usual.'

/** Nothing more will be said about it. */
const isOver = ({ state, clip }: Event): boolean => state === 'ended' && clip.state !== 'recording'

export function createEventBook({ store, clock, logger, onEvent }: {
  store: Pick<Store, 'putEvent' | 'putSnapshot'>
  clock: Clock
  logger: Logger
  onEvent: (event: Event) => void
}): EventBook {
  const events = new Map<string, Event>()
  /** Those whose trigger frame is stored, and where it is. */
  const onDisk = new Set<string>()
  let told: Promise<void> = Promise.resolve()

  /** The moment counts at which it is told: by then its trigger frame may be there. */
  const asPromised = (event: Event): Event =>
    event.clip.state === 'recording' && !onDisk.has(event.id) ? { ...event, clip: { ...event.clip, reason: NOT_YET_ON_DISK } } : event
  /** The store does what it is asked in order, so only the telling has to wait its turn. */
  const tellAfter = (event: Event, written: Promise<unknown>, withinMs = TELL_AFTER_MS): Promise<void> => {
    const outcome = written.then(() => undefined, (error: unknown) => {
      logger.error({ eventId: event.id, cameraId: event.camera, error: messageOf(error) }, 'an event could not be stored')
    })
    // The time runs from the change, not from its turn: behind a store that hangs, delays would add up.
    const { promise: late, resolve } = Promise.withResolvers<void>()
    const cancel = clock.after(withinMs, resolve)
    const tellInTurn = async (before: Promise<void>): Promise<void> => {
      await before
      await Promise.race([outcome, late])
      cancel()
      onEvent(asPromised(event))
      if (isOver(event)) onDisk.delete(event.id)
    }
    told = tellInTurn(told)
    return outcome
  }
  const change = (event: Event, write: (event: Event) => Promise<unknown>, withinMs?: number): Promise<void> => {
    events.set(event.id, event)
    const stored = tellAfter(event, write(event), withinMs)
    // Nothing more can be said about it: the store alone knows it from here on.
    if (isOver(event)) events.delete(event.id)
    return stored
  }

  return {
    open(event, triggerStored) {
      const { promise: silent, resolve } = Promise.withResolvers<void>()
      const cancel = clock.after(TELL_AFTER_MS, resolve)
      void change(event, (opened) => Promise.race([Promise.all([store.putEvent(opened).finally(cancel), triggerStored]), silent]), TRIGGER_WITHIN_MS)
    },
    update(event) {
      const known = events.get(event.id)
      if (known) void change({ ...event, clip: known.clip, snapshot: known.snapshot, ...(known.snapshotBox && { snapshotBox: known.snapshotBox }) }, (merged) => store.putEvent(merged))
    },
    setClip(id, clip) {
      const known = events.get(id)
      return known ? change({ ...known, clip }, async (merged) => {
        await store.putEvent(merged)
        if (clip.triggerSeconds !== undefined) onDisk.add(id)
      }) : Promise.resolve()
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
    forget(id) {
      events.delete(id)
      onDisk.delete(id)
    },
    ids: () => [...events.keys()],
    settled: () => told,
  }
}
