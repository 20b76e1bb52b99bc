import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'

/** A process as /proc shows it. Its start time keeps it apart from a later one that was given the same number. */
export interface SeenProcess {
  readonly pid: number
  readonly parent: number
  readonly startedAt: string
  readonly command: readonly string[]
}

/** What an engine runs. `ffmpeg`: its cameras' own, by camera; checks and probes are not among them. */
export interface EngineProcesses {
  readonly media: SeenProcess | null
  readonly store: SeenProcess | null
  readonly ffmpeg: ReadonlyMap<string, SeenProcess>
  readonly all: readonly SeenProcess[]
}

/** null when it is gone, or only waits for its parent to notice. */
function look(pid: number): SeenProcess | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in brackets may hold anything, brackets too: count from the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [state, parent] = fields
    if (state === 'Z' || state === 'X') return null
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter((part) => part !== '')
    return { pid, parent: Number(parent), startedAt: fields[19] ?? '', command }
  } catch {
    return null
  }
}

const everyProcess = (): SeenProcess[] => readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => look(Number(name)) ?? [])

export const isAlive = ({ pid, startedAt }: SeenProcess): boolean => look(pid)?.startedAt === startedAt

/** The engine's children, by what they do. */
export function engineProcesses(enginePid: number | undefined): EngineProcesses {
  const all = everyProcess().filter(({ parent }) => parent === enginePid)
  const worker = (file: string): SeenProcess | null => all.find(({ command }) => command.some((part) => basename(part) === file)) ?? null
  const ffmpeg = new Map<string, SeenProcess>()
  for (const process of all) {
    const camera = process.command.map((part) => /([a-z0-9-]+)-\d+\.nut$/.exec(part)?.[1]).find((name) => name !== undefined)
    if (camera !== undefined) ffmpeg.set(camera, process)
  }
  return { media: worker('media.js'), store: worker('store.js'), ffmpeg, all }
}

/** Fails with what is still there. Children of an engine that is gone have another parent by now, so they are looked for one by one. */
export function leftOver(seen: Iterable<SeenProcess>): string[] {
  return [...seen].filter(isAlive).map(({ pid, command }) => `${pid} ${command.slice(0, 3).join(' ')}`)
}
