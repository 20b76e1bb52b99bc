import { accessSync, constants, statfsSync } from 'node:fs'
import { messageOf } from '../../common/message-of.ts'
import type { StoreReport } from '../../common/wire/store-messages.ts'
import { callStore, StoreCommandSchema } from '../../common/wire/store-call-args.ts'
import { openParentLink } from '../parent-link.ts'
import { startProcessStats } from '../process-stats.ts'
import { openStore, type OpenStore } from './calls.ts'
import { damageOf, StoreFailure } from './database.ts'
import { type DiskFacts, kindOf } from './error-kind.ts'
import { openReadOnly } from './read-only.ts'

/** The store process. Its arguments: the data folder, and `--read-only` for replays beside an engine at work. */
const STATS_EVERY_MS = 1_000
const TERM_GRACE_MS = 4_000
/** Between two steps of what can wait: calls that came meanwhile go first. */
const IDLE_STEP_MS = 2
const IDLE_LOOK_MS = 1_000

const link = openParentLink()
const post = (report: StoreReport): void => link.post(report)
const folder = process.argv[2]

/** For one row of footage and what SQLite needs beside it. */
const ROOM_BYTES = 4 * 1024 * 1024
const disk: DiskFacts = {
  hasRoom() {
    try {
      const { bavail, bsize } = statfsSync(folder ?? '.')
      return bavail * bsize > ROOM_BYTES
    } catch {
      return true
    }
  },
  isWritable() {
    try {
      accessSync(folder ?? '.', constants.W_OK)
      return true
    } catch {
      return false
    }
  },
}


let store: OpenStore | null = null

const stop = (code: number): void => {
  try {
    store?.close()
  } catch (error) {
    post({ type: 'log', level: 'error', text: `closing the store: ${messageOf(error)}` })
  }
  store = null
  // A moment for what was posted last; nothing else keeps the process.
  setTimeout(() => process.exit(code), 20)
}

function onMessage(opened: OpenStore, message: unknown): void {
  const command = StoreCommandSchema.safeParse(message)
  if (!command.success) {
    post({ type: 'log', level: 'error', text: `a message the store does not know: ${command.error.issues[0]?.message ?? 'unreadable'}` })
    return
  }
  if (command.data.type === 'stop') return stop(0)
  if (store === null) return
  const { id, method, args } = command.data
  try {
    post({ type: 'result', id, value: callStore(opened.calls, method, args) })
  } catch (error) {
    if (damageOf(error) === null) return post({ type: 'error', id, message: `${method}: ${messageOf(error)}`, kind: kindOf(error, disk) })
    // Damage in a media file was dealt with where it was met; this is the catalogue, under all its prepared statements: begin again.
    // The call is not answered: it is made again when the next process has saved what can be saved, so that no event is lost to it.
    post({ type: 'log', level: 'error', text: `The catalogue turned out to be damaged (${messageOf(error)}): the store begins again.` })
    store = null
    opened.abandonCatalogue()
    stop(1)
  }
}

/** Goes on for as long as the store is open. */
function idle(opened: OpenStore): void {
  if (store === null) return
  let more = false
  try {
    more = opened.idle()
  } catch (error) {
    post({ type: 'log', level: 'warn', text: `the store's work in between: ${messageOf(error)}` })
  }
  setTimeout(() => idle(opened), more ? IDLE_STEP_MS : IDLE_LOOK_MS).unref()
}

function main(): void {
  link.onDisconnect(() => stop(0))
  // Ctrl-C and a service manager's SIGTERM reach the whole group at once, but the engine still has its last events to store:
  // it says when that is done. SIGTERM ends this process all the same if nobody does: Electron's kill() sends nothing stronger.
  process.on('SIGINT', () => {})
  process.once('SIGTERM', () => setTimeout(() => stop(0), TERM_GRACE_MS))
  if (folder === undefined) {
    post({ type: 'failed', reason: 'The store was started without a data folder.' })
    return stop(2)
  }
  let opened: OpenStore
  try {
    opened = process.argv[3] === '--read-only' ? openReadOnly(folder) : openStore({
      folder,
      now: () => Date.now(),
      onQuarantine: ({ path, reason }) => post({ type: 'set-aside', path, reason }),
    })
  } catch (error) {
    post({ type: 'failed', reason: error instanceof StoreFailure ? error.message : `The store could not start: ${messageOf(error)}` })
    return stop(1)
  }
  store = opened
  const stats = startProcessStats({ name: 'store' })
  setInterval(() => post({ type: 'stats', process: stats.read() }), STATS_EVERY_MS).unref()
  link.onMessage((message) => onMessage(opened, message))
  post({ type: 'ready', pid: process.pid })
  idle(opened)
}

main()
