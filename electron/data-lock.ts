import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Another Vigil works on this folder; two would write the same files. */
export class DataInUse extends Error {}

/**
 * Takes the data folder for this process; the returned function gives it back. A lock whose process is gone (a power cut, a kill) is
 * taken over. A folder that cannot be written takes no lock: the store says so.
 */
export function lockData(folder: string, pid: number, isAlive: (pid: number) => boolean = alive): () => void {
  const file = join(folder, 'vigil.lock')
  const holder = Number.parseInt(read(file), 10)
  if (Number.isInteger(holder) && holder !== pid && isAlive(holder)) {
    throw new DataInUse(`another Vigil (process ${holder}) uses the data folder ${folder}; stop it, or choose another folder with --data`)
  }
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, `${pid}\n`)
  } catch {
    return () => undefined
  }
  return () => {
    if (Number.parseInt(read(file), 10) === pid) rmSync(file, { force: true })
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** Linux may give a dead holder's number to any program: only one that runs Vigil counts. */
function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  const command = read(`/proc/${pid}/cmdline`)
  return command === '' || /vigil|electron|headless|demo|main\.js/i.test(command)
}
