import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from './engine.ts'

export interface TestDisk {
  readonly folder: string
  /** Really, by the kernel: which refuses while a file is open for writing. */
  remount(mode: 'ro' | 'rw'): void
  unmount(): void
}

/** A disk of the test's own, in memory. It takes root to mount one: elsewhere this fails and says so. */
export function mountDisk(size: string): TestDisk {
  const folder = join(temporaryFolder(), 'disk')
  mkdirSync(folder)
  if (process.platform !== 'linux' || process.getuid?.() !== 0) throw new Error('the disk faults need Linux and root, to mount a small tmpfs; run this file as root')
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder])
  return {
    folder,
    remount: (mode) => { execFileSync('mount', ['-o', `remount,${mode}`, folder], { stdio: 'pipe' }) },
    unmount: () => { execFileSync('umount', ['-l', folder]) },
  }
}

/** Of a file that is open already only these change anything; the rest is refused by the kernel's own read-only mount. */
const WRITES = 'pwrite64,?pwritev,ftruncate,fallocate,?mkdir,mkdirat,?unlink,unlinkat,?rename,?renameat,renameat2'

/**
 * Every write of a running process is answered with EROFS, as a file system answers that turned read-only on its own because of an error (ext4 `errors=remount-ro`). No mount command does
 * that to files that are open for writing, so strace answers in the kernel's place. Resolves when it has begun; what it returns ends it.
 */
export async function refuseWrites(pid: number): Promise<() => Promise<void>> {
  const strace = spawn('strace', ['-f', '-p', String(pid), '-o', '/dev/null', '-e', `trace=${WRITES}`, '-e', `inject=${WRITES}:error=EROFS`], { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise<void>((resolve) => { strace.once('close', () => resolve()) })
  let said = ''
  await new Promise<void>((attached, failed) => {
    strace.once('error', (cause) => failed(new Error('a disk that refuses writes needs strace: ./setup --test installs it', { cause })))
    strace.once('close', () => failed(new Error(`strace could not attach to ${pid}: ${said}`)))
    strace.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (said.includes('attached')) attached()
    })
  })
  return async () => {
    strace.kill('SIGTERM')
    await ended
  }
}
