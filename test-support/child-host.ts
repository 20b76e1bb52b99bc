import { fork, type ForkOptions } from 'node:child_process'
import { join } from 'node:path'
import type { WorkerHandle, WorkerHost } from '../electron/ports/worker-host.ts'

/** Our own worker processes as real children, straight from their sources. */
export function childHost(options: ForkOptions = {}): WorkerHost & { readonly pids: number[] } {
  const pids: number[] = []
  return {
    pids,
    spawn(name, args): WorkerHandle {
      const entry = join(import.meta.dirname, '..', 'native-workers', name, 'entry.ts')
      const child = fork(entry, [...args], { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'], ...options })
      if (child.pid !== undefined) pids.push(child.pid)
      return {
        pid: child.pid,
        post: (message) => { if (child.connected) child.send(message as object, () => {}) },
        onMessage: (listener) => { child.on('message', listener) },
        onExit: (listener) => { child.once('exit', (code, signal) => listener({ code, signal })) },
        kill: () => { child.kill('SIGKILL') },
      }
    },
  }
}
