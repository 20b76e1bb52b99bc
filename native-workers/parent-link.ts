/** The one line to the engine that started this process, whichever door that was. */
export interface ParentLink {
  post(message: unknown): void
  /** `handle` is what came beside the message: a socket (Node) or a port (Electron). Starts the flow of messages. */
  onMessage(listener: (message: unknown, handle?: unknown) => void): void
  /** The engine is gone without saying so; whoever listens should end itself. */
  onDisconnect(listener: () => void): void
}

/** What Electron's utility process offers; declared here because nothing outside the shell imports 'electron'. */
interface UtilityParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown; ports: readonly unknown[] }) => void): unknown
}

/** Throws when this process was started by neither door: it would have nobody to work for. */
export function openParentLink(): ParentLink {
  process.on('unhandledRejection', endOnBug)
  const port = (process as { parentPort?: UtilityParentPort }).parentPort
  if (port) return utilityLink(port)
  if (process.send) return childLink()
  throw new Error('started without a parent: this file runs as a child of Vigil (fork with an IPC channel, or an Electron utility process)')
}

/** Node ends a process for a rejection that nobody took, Electron's utility process only warns: a bug must reach the supervisor in both. */
function endOnBug(error: unknown): void {
  process.stderr.write(`an unhandled rejection; this is a bug: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exit(1)
}

function utilityLink(port: UtilityParentPort): ParentLink {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => { port.on('message', ({ data, ports }) => listener(data, ports[0])) },
    // Chromium ends a utility process whose browser process is gone; there is no event to wait for.
    onDisconnect: () => {},
  }
}

function childLink(): ParentLink {
  return {
    post(message) {
      // Between the parent's death and our 'disconnect' a send would throw; what it carried has no reader any more.
      if (process.connected) process.send?.(message, undefined, {}, () => {})
    },
    onMessage: (listener) => { process.on('message', (message: unknown, handle: unknown) => listener(message, handle)) },
    onDisconnect: (listener) => { process.once('disconnect', listener) },
  }
}
