import { backoffMs } from './backoff.ts'
import { currentDoor } from './door.ts'
import { openPort, openSocket, type Connection, type EngineClient } from './rpc-client.ts'
import { checkSession, signIn, tokenOf } from './session.ts'

export type LinkState =
  | { readonly at: 'connecting' }
  | { readonly at: 'open' }
  | { readonly at: 'waiting'; readonly retryAtMs: number; readonly attempt: number }
  | { readonly at: 'denied'; readonly why: 'no-token' | 'bad-token' }

let current: EngineClient | null = null

/** The way to the engine; throws a sentence for a person while there is none. */
export function engine(): EngineClient {
  if (!current) throw new Error('The engine is not reachable right now. Try again when the connection is back.')
  return current
}

interface Listeners {
  readonly onState: (state: LinkState) => void
  /** Called for every new connection; the signal ends with it. */
  readonly onOpen: (client: EngineClient, signal: AbortSignal) => void
}

/** Keeps one connection to the engine for as long as the page lives; `knock` tries at once. */
export function keepConnected({ onState, onOpen }: Listeners): { knock: () => void } {
  let attempt = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let busy = false

  const later = (): void => {
    attempt += 1
    const delayMs = backoffMs({ attempt, chance: Math.random() })
    onState({ at: 'waiting', retryAtMs: Date.now() + delayMs, attempt })
    timer = setTimeout(() => void connect(), delayMs)
  }

  const connect = async (): Promise<void> => {
    if (busy) return
    busy = true
    clearTimeout(timer)
    if (attempt === 0) onState({ at: 'connecting' })
    const opened = await openDoor()
    busy = false
    if (opened.at === 'denied') return onState(opened)
    if (opened.at === 'unreachable') return later()
    attempt = 0
    const ended = new AbortController()
    current = opened.connection.client
    onState({ at: 'open' })
    onOpen(current, ended.signal)
    await opened.connection.closed
    current = null
    ended.abort()
    later()
  }

  void connect()
  return { knock: () => { attempt = 0; void connect() } }
}

type Opened = { at: 'open'; connection: Connection } | { at: 'denied'; why: 'no-token' | 'bad-token' } | { at: 'unreachable' }

async function openDoor(): Promise<Opened> {
  if (currentDoor() === 'desktop') return { at: 'open', connection: openPort() }
  const token = tokenOf(location.hash)
  const answer = token ? await signIn(token) : await checkSession()
  // The token leaves the address bar, the history and every screenshot at once.
  if (token && answer !== 'unreachable') history.replaceState(null, '', `${location.pathname}${location.search}#/live`)
  if (answer === 'no-token' || answer === 'bad-token') return { at: 'denied', why: answer }
  if (answer === 'unreachable') return { at: 'unreachable' }
  try {
    return { at: 'open', connection: await openSocket() }
  } catch {
    return { at: 'unreachable' }
  }
}
