import { type ChildProcess, spawn, type SpawnOptions, type StdioOptions } from 'node:child_process'

/** However Vigil ends, an uncaught error included: no ffmpeg outlives it. One listener for all, or Node warns of a leak at the eleventh camera. */
const running = new Set<ChildProcess>()
const endAll = (): void => { for (const child of running) child.kill('SIGKILL') }

function outliveNothing(child: ChildProcess): void {
  if (running.size === 0) process.on('exit', endAll)
  running.add(child)
  child.once('close', () => {
    running.delete(child)
    if (running.size === 0) process.off('exit', endAll)
  })
}

/** Every ffmpeg is started here. `timeout` and `signal` end it at once: it may hang in a SIGTERM. */
export function spawnFfmpeg({ ffmpeg, args, stdio }: { readonly ffmpeg: string; readonly args: readonly string[]; readonly stdio: StdioOptions }, options: Pick<SpawnOptions, 'cwd' | 'signal' | 'timeout'> = {}): ChildProcess {
  const child = spawn(ffmpeg, args, { ...options, stdio, killSignal: 'SIGKILL', windowsHide: true })
  outliveNothing(child)
  return child
}
