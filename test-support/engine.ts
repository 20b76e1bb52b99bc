import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setInterval as ticks } from 'node:timers/promises'
import { stringify } from 'yaml'
import type { Event } from '../common/contracts/event.ts'
import type { Stats } from '../common/contracts/stats.ts'
import { modelPath } from './footage.ts'

export const ROOT = resolve(import.meta.dirname, '..')
const READY_LIMIT_MS = 20_000

export interface RunningEngine {
  readonly url: string
  readonly token: string
  /** With the token in it, as Vigil prints it. */
  readonly address: string
  readonly data: string
  readonly process: ChildProcess
  /** All of stderr so far. */
  log(): string
  get<T>(path: string): Promise<T>
  fetch(path: string, init?: RequestInit): Promise<Response>
  stats(): Promise<Stats>
  events(): Promise<Event[]>
  /** Polls until `check` gives something other than null or false; fails with `what` and the engine's log. */
  until<T>(what: string, check: () => Promise<T | null | false> | T | null | false, limitMs?: number): Promise<T>
  /** SIGTERM; resolves with the exit code and how long it took. */
  stop(): Promise<{ code: number | null; tookMs: number }>
  kill(): Promise<void>
}

export interface EngineOptions {
  readonly config: object | string
  readonly data?: string
  readonly env?: Record<string, string>
  readonly args?: readonly string[]
  /** Runs as this user; only root may. */
  readonly uid?: number
}

const folders: string[] = []

/** A fresh folder that goes when the test process ends. */
export function temporaryFolder(): string {
  if (folders.length === 0) process.on('exit', () => { for (const folder of folders) rmSync(folder, { recursive: true, force: true }) })
  const folder = mkdtempSync(join(tmpdir(), 'vigil-test-'))
  folders.push(folder)
  return folder
}

export const spawnEngine = (args: readonly string[], env: Record<string, string> = {}, uid?: number): ChildProcess =>
  spawn(process.execPath, [join(ROOT, 'out/main/headless.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, VIGIL_MODELS: dirname(modelPath('yolox_nano.onnx')), ...env }, ...(uid !== undefined && { uid, gid: uid }),
  })

/** The built engine, headless, on a free port with its own data folder. */
export async function startEngine({ config, data = temporaryFolder(), env = {}, args = [], uid }: EngineOptions): Promise<RunningEngine> {
  writeFileSync(join(data, 'vigil.yml'), typeof config === 'string' ? config : stringify(config))
  const child = spawnEngine(['--data', data, '--port', '0', ...args], env, uid)
  let stderr = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => { stderr += text })
  const exited = new Promise<number | null>((done) => { child.once('exit', (code) => done(code)) })
  const address = await new Promise<string>((ready, failed) => {
    const timer = setTimeout(() => failed(new Error(`the engine was not ready in time\n${stderr}`)), READY_LIMIT_MS)
    let stdout = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      const match = /vigil ready (\S+)/.exec(stdout)
      if (!match?.[1]) return
      clearTimeout(timer)
      ready(match[1])
    })
    void exited.then((code) => { clearTimeout(timer); failed(new Error(`the engine ended with ${code} before it was ready\n${stderr}`)) })
  })
  const [url = '', token = ''] = address.split('/#token=')
  // Nothing is kept open: a test that decodes for seconds without a turn of its event loop would ask on a connection the engine has closed.
  const request = (path: string, init?: RequestInit): Promise<Response> => fetch(`${url}${path}`, { ...init, headers: { authorization: `Bearer ${token}`, connection: 'close' } })
  const get = async <T>(path: string): Promise<T> => {
    const response = await request(path)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return await response.json() as T
  }
  return {
    url, token, address, data, process: child, log: () => stderr, get, fetch: request,
    stats: () => get<Stats>('/api/v1/stats'),
    events: async () => (await get<{ items: Event[] }>('/api/v1/events?limit=500')).items,
    async until(what, check, limitMs = 30_000) {
      const deadline = performance.now() + limitMs
      for await (const _ of ticks(50)) {
        const found = await check()
        if (found !== null && found !== false) return found
        if (child.exitCode !== null) throw new Error(`the engine ended while waiting for: ${what}\n${stderr}`)
        if (performance.now() > deadline) throw new Error(`waited ${limitMs} ms for: ${what}\n${stderr}`)
      }
      throw new Error(what)
    },
    async stop() {
      const from = performance.now()
      child.kill('SIGTERM')
      const code = await exited
      return { code, tookMs: performance.now() - from }
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}
