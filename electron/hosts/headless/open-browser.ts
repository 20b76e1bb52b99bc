import { spawn } from 'node:child_process'
import type { Logger } from '../../ports/logger.ts'

/** Opens the default browser; a machine without one is told the address instead. */
export function openInBrowser(address: string, logger: Logger): void {
  const [command, args] = {
    darwin: ['open', [address]] as const, win32: ['cmd', ['/c', 'start', '', address]] as const,
  }[process.platform as 'darwin' | 'win32'] ?? (['xdg-open', [address]] as const)
  const cannot = (): void => logger.warn({}, `no browser could be opened here; open this address yourself: ${address}`)
  const child = spawn(command, args, { stdio: 'ignore', detached: true })
  child.on('error', cannot)
  child.on('exit', (code) => { if (code !== 0) cannot() })
  child.unref()
}
