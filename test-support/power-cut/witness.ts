import type { Event } from '../../common/contracts/event.ts'
import type { Timeline } from '../../common/contracts/footage.ts'
import { setInterval as ticks } from 'node:timers/promises'
import type { RunningEngine } from '../engine.ts'
import { callEngine } from '../rpc.ts'

/** Something the engine said, with the moment it was heard: from then on no power cut may make it untrue. */
interface Told { readonly atMs: number }
export interface ToldEvent extends Told {
  readonly event: Event
  /** When it was first told without "not on the disk yet". Later than `atMs` only where the store took longer than the engine waits for it. */
  promisedAtMs: number
}
export interface Testimony {
  readonly events: ReadonlyMap<string, ToldEvent>
  /** Up to where a camera's footage was said to be recorded, wall clock. */
  readonly recorded: readonly (Told & { readonly askedMs: number; readonly camera: string; readonly fromMs: number; readonly toMs: number })[]
  /** What somebody did, from when they asked for it until it was answered. */
  readonly notes: readonly (Told & { readonly id: string; readonly note: string })[]
  readonly deletions: ReadonlyMap<string, Told & { readonly askedMs: number; readonly camera: string }>
}

/** Not before the moment itself: the clock has whole milliseconds here and parts of them in a trace. */
const nowMs = (): number => Date.now() + 1
const LOOK_EVERY_MS = 250
/** Every so many-th event gets a note, or is deleted: what people do has to last as well. */
const NOTE_EVERY = 3
const DELETE_EVERY = 8

/** Hears what a running engine tells, and does to its events what people do, until `stop`. */
export async function witness(engine: RunningEngine, cameras: readonly string[]): Promise<{ testimony: Testimony; stop(): Promise<void> }> {
  const events = new Map<string, ToldEvent>()
  const recorded: { atMs: number; askedMs: number; camera: string; fromMs: number; toMs: number }[] = []
  const notes: { atMs: number; id: string; note: string }[] = []
  const deletions = new Map<string, { atMs: number; askedMs: number; camera: string }>()
  const { client, close } = await callEngine(engine)
  const from = new Date().toISOString()
  const stopped = new AbortController()
  const asked: Promise<void>[] = []

  const note = async (id: string): Promise<void> => {
    const text = `seen ${id}`
    await engine.fetch(`/api/v1/events/${id}`, { method: 'PATCH', body: JSON.stringify({ note: text }) })
    notes.push({ atMs: nowMs(), id, note: text })
  }
  const remove = async ({ id, camera }: Event): Promise<void> => {
    const entry = { askedMs: Date.now(), atMs: Infinity, camera }
    deletions.set(id, entry)
    await engine.fetch(`/api/v1/events/${id}`, { method: 'DELETE' })
    entry.atMs = nowMs()
  }
  const listen = async (): Promise<void> => {
    for await (const news of await client.events.watch()) {
      if (news.type !== 'event') continue
      const { event } = news
      const known = events.get(event.id)
      const isPromise = event.clip.state !== 'recording' || event.clip.reason === undefined
      const promisedAtMs = Math.min(known?.promisedAtMs ?? Infinity, isPromise ? nowMs() : Infinity)
      if (known) known.promisedAtMs = promisedAtMs
      else events.set(event.id, { atMs: nowMs(), promisedAtMs, event })
      if (!known && events.size % NOTE_EVERY === 0) asked.push(note(event.id))
      if (event.clip.state === 'saved' && events.size % DELETE_EVERY === 0 && !deletions.has(event.id)) asked.push(remove(event))
    }
  }
  const look = async (): Promise<void> => {
    for await (const _ of ticks(LOOK_EVERY_MS, undefined, { signal: stopped.signal })) {
      const askedMs = Date.now()
      const told = await engine.get<Timeline>(`/api/v1/timeline?cameras=${cameras.join(',')}&from=${from}&to=${new Date(Date.now() + 60_000).toISOString()}`)
      for (const { camera, spans } of told.cameras) for (const [fromMs, toMs] of spans) recorded.push({ atMs: nowMs(), askedMs, camera, fromMs, toMs })
    }
  }
  // Both end with the connection, or when told to.
  const listening = listen().catch(() => undefined)
  const looking = look().catch((error: unknown) => { if (!stopped.signal.aborted) throw error })
  return {
    testimony: { events, recorded, notes, deletions },
    async stop() {
      stopped.abort()
      await Promise.all([looking, ...asked])
      close()
      await listening
    },
  }
}
