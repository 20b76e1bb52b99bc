import { readdirSync, readFileSync } from 'node:fs'

const TICKS_PER_SECOND = 100

export interface TreeProcess {
  readonly pid: number
  readonly command: string
  /** User and system time so far, ms. */
  readonly cpuMs: number
  /** Proportional set size: shared pages counted once over all processes. */
  readonly pssBytes: number
}

/** A process and all that descend from it, from /proc. */
export function processTree(root: number): TreeProcess[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    if (!Number.isInteger(pid)) continue
    const stat = read(`/proc/${pid}/stat`)
    const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields) parents.set(pid, Number(fields[1]))
  }
  const members = new Set([root])
  for (let grown = true; grown; ) {
    grown = false
    for (const [pid, parent] of parents) {
      if (members.has(pid) || !members.has(parent)) continue
      members.add(pid)
      grown = true
    }
  }
  return [...members].flatMap((pid) => facts(pid) ?? [])
}

function facts(pid: number): TreeProcess | null {
  const stat = read(`/proc/${pid}/stat`)
  if (stat === null) return null
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = Number(fields[11]) + Number(fields[12])
  const pss = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? '')?.[1]
  return { pid, command: read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ') ?? '', cpuMs: (ticks * 1000) / TICKS_PER_SECOND, pssBytes: Number(pss ?? 0) * 1024 }
}

const read = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

export const isFfmpeg = ({ command }: TreeProcess): boolean => /(^|\/)ffmpeg /.test(command)

/** CPU the tree used between two looks; processes that began in between count whole. */
export function cpuBetween(before: readonly TreeProcess[], after: readonly TreeProcess[]): number {
  const then = new Map(before.map(({ pid, cpuMs }) => [pid, cpuMs]))
  return after.reduce((sum, { pid, cpuMs }) => sum + cpuMs - (then.get(pid) ?? 0), 0)
}
