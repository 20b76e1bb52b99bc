import { spawnEngine } from './engine.ts'

export interface EngineRun {
  readonly code: number | null
  readonly stdout: string
  /** Every line of stderr that is not a line of the JSON log. */
  readonly lines: readonly string[]
  readonly log: readonly Record<string, unknown>[]
}

const LIMIT_MS = 20_000

/** Runs the engine to its end: for starts that are meant to fail. An engine that goes on running is ended, and has no code. */
export async function runEngine(args: readonly string[], env: Record<string, string> = {}): Promise<EngineRun> {
  const child = spawnEngine(args, env)
  let stdout = ''
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => { stdout += text })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => { stderr += text })
  const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS)
  const code = await new Promise<number | null>((ended) => { child.once('close', ended) })
  clearTimeout(limit)
  const lines = stderr.split('\n').filter((line) => line !== '')
  return { code, stdout, lines: lines.filter((line) => !line.startsWith('{')), log: lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Record<string, unknown>) }
}
