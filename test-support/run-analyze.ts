import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import type { Event } from '../common/contracts/event.ts'
import { ROOT } from './engine.ts'
import { modelPath } from './footage.ts'

export interface AnalyzeRun {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
  readonly events: readonly Event[]
  readonly summary: Record<string, unknown>
}

const LIMIT_MS = 120_000

/** The built `analyze` command, to its end. */
export async function runAnalyze(args: readonly string[]): Promise<AnalyzeRun> {
  const child = spawn(process.execPath, [join(ROOT, 'out/main/analyze.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'], timeout: LIMIT_MS, env: { ...process.env, VIGIL_MODELS: dirname(modelPath('yolox_nano.onnx')) },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text })
  child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text })
  const status = await new Promise<number | null>((ended) => { child.once('close', ended) })
  const lines = linesOf(stdout)
  return { status, stdout, stderr, events: lines.slice(0, -1) as Event[], summary: (lines.at(-1) ?? {}) as Record<string, unknown> }
}

/** One JSON value a line. */
export const linesOf = (text: string): unknown[] => text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as unknown)
