import { execFileSync } from 'node:child_process'
import { chmodSync, createReadStream, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setInterval as ticks } from 'node:timers/promises'

/** One call of the store process that may have changed a file; times are the wall clock, milliseconds. */
export interface FileCall {
  readonly name: string
  /** As strace prints them, without the bytes of a write. */
  readonly args: string
  /** Strings among them, decoded: paths, or the bytes of a write. */
  readonly strings: readonly Buffer[]
  readonly result: number
  readonly startMs: number
  readonly endMs: number
}

/** Everything that changes files, and what makes changes last. A question mark: not every architecture has it. */
const CALLS = ['?open', 'openat', '?creat', 'close', 'write', 'pwrite64', 'writev', '?pwritev', '?pwritev2', 'ftruncate', '?truncate', 'fallocate', 'fsync', 'fdatasync', 'sync_file_range', '?rename', '?renameat', 'renameat2',
  '?unlink', 'unlinkat', '?mkdir', 'mkdirat', '?rmdir', '?link', 'linkat', 'copy_file_range', 'sendfile', '?dup2', 'dup3']
/** More than any write: bytes that were left out would be missing from the disk. */
const LONGEST_STRING = 64 * 1024 * 1024

/**
 * Lets strace write down what the store process does to its files. The process keeps its number and its place below the engine (`-D`), so that nothing else changes.
 * `env` is for the engine; `read` is for when the store has ended.
 */
export function traceStore(folder: string): { env: Record<string, string>; read(): Promise<FileCall[]> } {
  try {
    execFileSync('strace', ['-V'], { stdio: 'ignore' })
  } catch (error) {
    throw new Error('the power cuts need strace, to see what the store writes and syncs: ./setup --test installs it', { cause: error })
  }
  const wrapper = join(folder, 'node')
  writeFileSync(wrapper, `#!/bin/sh
case " $* " in
  *"/store.js "*) exec strace -D -f -ff --seccomp-bpf -q -ttt -T -xx -s ${LONGEST_STRING} -o '${folder}/calls' -e 'signal=none' -e 'trace=${CALLS.join(',')}' '${process.execPath}' "$@" ;;
  *) exec '${process.execPath}' "$@" ;;
esac
`)
  chmodSync(wrapper, 0o755)
  // Workers are forked as whatever process.execPath says.
  const hook = encodeURIComponent('if (process.env.VIGIL_TEST_NODE) process.execPath = process.env.VIGIL_TEST_NODE')
  return {
    env: { VIGIL_TEST_NODE: wrapper, NODE_OPTIONS: `--import=data:text/javascript,${hook}` },
    async read() {
      // One file for each thread: no call is torn in two by another's.
      const files = readdirSync(folder).filter((name) => name.startsWith('calls.')).map((name) => join(folder, name))
      if (files.length === 0) throw new Error('strace wrote nothing down: it may not trace processes here')
      for await (const _ of ticks(20)) if (files.every(isComplete)) break
      const calls: FileCall[] = []
      for (const file of files) {
        for await (const line of createInterface({ input: createReadStream(file, 'latin1') })) {
          const call = parseCall(line)
          if (call) calls.push(call)
        }
      }
      return calls.sort((a, b) => a.startMs - b.startMs)
    },
  }
}

/** strace ends after what it traces; the last line says how that did. */
const isComplete = (file: string): boolean => /\+\+\+ (?:exited|killed)[^\n]*\n$/.test(readFileSync(file, 'latin1').slice(-200))

const LINE = /^(\d+\.\d+) (\w+)\((.*)\)\s+= (-?\d+|\?)[^<]*(?:<(\d+\.\d+)>)?$/s
/** A call that was under way when the process was killed has no end. */
const CUT_SHORT = /^(\d+\.\d+) (\w+)\((.*?)(?:\)\s+= \?)?\s*(?:<unfinished \.\.\.>)?$/s

/** Null for lines that tell of no call, and for calls that failed. */
export function parseCall(line: string): FileCall | null {
  const found = LINE.exec(line)
  const [, start = '', name = '', args = ''] = found ?? CUT_SHORT.exec(line) ?? []
  if (name === '') return null
  const result = found && found[4] !== '?' ? Number(found[4]) : NaN
  if (result < 0) return null
  const strings: Buffer[] = []
  const rest = args.replaceAll(/"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?/g, (_, hex: string, more: string | undefined) => {
    if (more !== undefined) throw new Error(`strace left bytes out: ${line.slice(0, 80)}`)
    strings.push(Buffer.from(hex.replaceAll('\\x', ''), 'hex'))
    return '""'
  })
  const startMs = Number(start) * 1_000
  return { name, args: rest, strings, result, startMs, endMs: found?.[5] === undefined ? Infinity : startMs + Number(found[5]) * 1_000 }
}
