/** A process of ours: a child process under Node, a utility process under Electron. Everything above sees only this. */
export interface WorkerHandle {
  readonly pid: number | undefined
  /** `handle` is what the door moves beside a message: a socket (headless) or a port (Electron). */
  post(message: unknown, handle?: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once, when the process is gone, however it went. */
  onExit(listener: (exit: { code: number | null; signal: string | null }) => void): void
  kill(): void
}

export type WorkerName = 'media' | 'store' | 'check'

export interface WorkerHost {
  spawn(name: WorkerName, args: readonly string[]): WorkerHandle
}
