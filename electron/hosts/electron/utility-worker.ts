import { join } from 'node:path'
import { app, type MessagePortMain, utilityProcess } from 'electron'
import type { Logger } from '../../ports/logger.ts'
import type { WorkerHandle, WorkerHost, WorkerName } from '../../ports/worker-host.ts'
import { WORKER_HEAPS } from '../shared/worker-heaps.ts'

const serviceName = (name: WorkerName): string => `vigil-${name}`

/** Workers as Electron utility processes. Only after 'ready'. */
export function utilityWorkerHost(folder: string, logger: Logger): WorkerHost {
  // An annotation (crashed, out of memory, killed): the process's own 'exit' is what counts.
  app.on('child-process-gone', (_event, { name, reason, exitCode }) => {
    if (name?.startsWith('vigil-') === true && reason !== 'clean-exit') logger.error({ process: name, reason, exitCode }, 'a process of Vigil ended')
  })
  return {
    spawn(name, args): WorkerHandle {
      const child = utilityProcess.fork(join(folder, `${name}.js`), [...args], {
        serviceName: serviceName(name),
        // One switch: Chromium takes V8's flags as one text.
        execArgv: [`--js-flags=${WORKER_HEAPS[name].join(' ')}`],
        stdio: ['ignore', 'ignore', 'inherit'],
        // Whole: what is given here replaces the environment, it is not added to it.
        env: { ...process.env },
      })
      return {
        get pid() { return child.pid },
        // Queued until the process runs, dropped once it is gone; only ports can be moved along.
        post: (message, handle) => child.postMessage(message, handle === undefined ? [] : [handle as MessagePortMain]),
        onMessage: (listener) => void child.on('message', listener),
        onExit: (listener) => void child.once('exit', (code) => listener({ code, signal: null })),
        kill() {
          const { pid } = child
          child.kill()
          // That was SIGTERM, which our workers leave to main to decide on, and one that hangs does not hear at all.
          if (pid !== undefined && process.platform !== 'win32') endNow(pid)
        },
      }
    },
  }
}

function endNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // Gone already.
  }
}
