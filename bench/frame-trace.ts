import { readFileSync } from 'node:fs'

interface TraceEvent { readonly name: string; readonly ph: string; readonly ts: number; readonly dur?: number; readonly pid: number; readonly tid: number; readonly args?: { readonly name?: string } }

export interface FrameTrace {
  /** Between one picture of the page and the next, in milliseconds. */
  readonly drawn: readonly number[]
  /** The page's own tasks, which hold up a click as long as they last, in milliseconds. */
  readonly tasks: readonly number[]
}

/** Chromium's trace event format; `devtools.timeline.frame` says of every frame whether it was drawn. */
export const TRACE_CATEGORIES = ['-*', 'devtools.timeline', 'disabled-by-default-devtools.timeline.frame', 'devtools.timeline.frame', 'toplevel', '__metadata']

/** Reads what the browser wrote down of the page that drew most. */
export function readFrameTrace(path: string): FrameTrace {
  const { traceEvents } = JSON.parse(readFileSync(path, 'utf8')) as { traceEvents: TraceEvent[] }
  const draws = traceEvents.filter(({ name }) => name === 'DrawFrame')
  const counts = new Map<number, number>()
  for (const { pid } of draws) counts.set(pid, (counts.get(pid) ?? 0) + 1)
  const page = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
  const at = draws.filter(({ pid }) => pid === page).map(({ ts }) => ts / 1000).sort((a, b) => a - b)
  const main = traceEvents.find(({ name, pid, args }) => name === 'thread_name' && pid === page && args?.name === 'CrRendererMain')?.tid
  return {
    drawn: at.slice(1).map((moment, index) => moment - (at[index] ?? moment)),
    tasks: traceEvents.filter(({ name, pid, tid }) => name === 'ThreadControllerImpl::RunTask' && pid === page && tid === main).map(({ dur = 0 }) => dur / 1000),
  }
}
