// Runs smoke.spec.ts in a real Electron; where its runtime and a display are (continuous integration: under xvfb-run).
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { type SmokeContext, steps } from './smoke.spec.ts'

const root = resolve(import.meta.dirname, '../..')
const electronFolder = join(root, 'node_modules/electron')
const executablePath = join(electronFolder, 'dist', readFileSync(join(electronFolder, 'path.txt'), 'utf8').trim())
const data = mkdtempSync(join(tmpdir(), 'vigil-smoke-'))
let opened: Promise<{ app: ElectronApplication; page: Page; errors: string[] }> | null = null

const context: SmokeContext = {
  run: (args) => new Promise((done) => {
    const child = spawn(executablePath, [root, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    const said = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const) child[name].setEncoding('utf8').on('data', (text: string) => { said[name] += text })
    child.once('close', (code) => done({ code, ...said }))
  }),
  open() {
    opened ??= (async () => {
      const app = await _electron.launch({ executablePath, args: [root, '--data', data] })
      const errors: string[] = []
      const page = await app.firstWindow()
      page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()) })
      page.on('pageerror', (error) => errors.push(String(error)))
      return { app, page, errors }
    })()
    return opened
  },
}

let failed = 0
for (const { name, run } of steps) {
  try {
    await run(context)
    process.stdout.write(`ok      ${name}\n`)
  } catch (error) {
    failed++
    process.stdout.write(`FAILED  ${name}\n        ${error instanceof Error ? error.message : String(error)}\n`)
  }
}
const left = await (opened as Promise<{ app: ElectronApplication }> | null)?.catch(() => null)
if (left && left.app.process().exitCode === null) left.app.process().kill('SIGKILL')
rmSync(data, { recursive: true, force: true })
process.stdout.write(`${steps.length - failed} passed, ${failed} failed\n`)
process.exit(failed === 0 ? 0 : 1)
