import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { Socket } from 'node:net'
import type { WorkerHandle, WorkerHost, WorkerName } from '../../ports/worker-host.ts'
import { WORKER_HEAPS } from '../shared/worker-heaps.ts'

/** Workers as Node child processes. `advanced` serialization carries bytes as bytes. */
export const childWorkerHost = (folder: string): WorkerHost => ({
  spawn(name: WorkerName, args: readonly string[]): WorkerHandle {
    const child = fork(join(folder, `${name}.js`), [...args], { serialization: 'advanced', execArgv: [...WORKER_HEAPS[name]], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    // However the engine ends: a worker that hangs would not notice it.
    const end = (): void => { child.kill('SIGKILL') }
    process.on('exit', end)
    child.once('exit', () => { process.off('exit', end) })
    // A message to a process that just died fails here; its exit tells the rest.
    child.on('error', () => undefined)
    return {
      get pid() { return child.pid },
      post(message, handle) {
        if (child.connected) child.send(message as object, handle as Socket | undefined, () => undefined)
      },
      onMessage: (listener) => void child.on('message', listener),
      onExit(listener) {
        child.once('exit', (code, signal) => {
          // Its last messages may still lie in the channel; they come before the channel's end.
          if (child.connected) child.once('disconnect', () => listener({ code, signal }))
          else listener({ code, signal })
        })
      },
      kill: () => void child.kill('SIGKILL'),
    }
  },
})
