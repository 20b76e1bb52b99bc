import type { ElectronApplication, Page } from 'playwright-core'
import '../../renderer/transport/door.ts'
import type { Diagnostics } from '../../renderer/ui/wall/diagnostics.ts'

export interface SmokeContext {
  /** Runs the built program with these arguments to its end. */
  run(args: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }>
  /** Opens the program with its window; one for all steps. */
  open(): Promise<{ app: ElectronApplication; page: Page; errors: readonly string[] }>
}

export interface SmokeStep {
  readonly name: string
  run(context: SmokeContext): Promise<void>
}

const CAMERA = 'smoke'
const PAINTS = 20

function check(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(what)
}

/** In a real Electron, in order: from what was least certain before anybody ran it there to what a user sees. */
export const steps: readonly SmokeStep[] = [
  {
    name: 'create a session, run it, read a row',
    async run({ run }) {
      const { code, stdout, stderr } = await run(['--smoke'])
      check(code === 0 && /^smoke ok \{.*\}$/m.test(stdout), `ended with ${code}\n${stdout}\n${stderr}`)
    },
  },
  {
    name: 'the window is shown, sandboxed, on its own origin',
    async run({ open }) {
      const { app, page } = await open()
      await page.waitForSelector('[data-testid="nav-live"]')
      const facts = await page.evaluate(() => ({ origin: location.origin, door: globalThis.vigilDesktop?.door, node: 'process' in globalThis || 'require' in globalThis, secure: globalThis.isSecureContext }))
      check(facts.origin === 'app://vigil' && facts.door === 'desktop' && !facts.node && facts.secure, `the page says ${JSON.stringify(facts)}`)
      const preferences = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)
      check(preferences === 1, `there are ${preferences} windows`)
    },
  },
  {
    name: 'a camera is added, and its frames are painted',
    async run({ open }) {
      const { page } = await open()
      const status = await page.evaluate(async (id) => (await fetch('/api/v1/cameras', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ id, inputs: [{ url: 'test:pattern' }], events: { on: ['motion'], maxSeconds: 5 } }) })).status, CAMERA)
      check(status === 201, `adding the camera was answered with ${status}`)
      await page.goto('app://vigil/?diagnostics#/live')
      await page.waitForFunction(() => globalThis.vigilDiagnostics !== undefined)
      const painted = await page.evaluate(async ({ id, count }) => {
        const diagnostics = globalThis.vigilDiagnostics as Diagnostics
        const seen = new Set<string>()
        let lit = 0
        while (seen.size < count) {
          const { frameId, rgba } = await diagnostics.capture(id)
          if (!seen.has(frameId)) lit += rgba.some((value, index) => index % 4 !== 3 && value > 64) ? 1 : 0
          seen.add(frameId)
        }
        return { lit }
      }, { id: CAMERA, count: PAINTS })
      check(painted.lit === PAINTS, `only ${painted.lit} of ${PAINTS} frames showed a picture`)
    },
  },
  {
    name: 'a clip can be sought',
    async run({ open }) {
      const { page } = await open()
      await page.waitForFunction(async () => {
        const { items } = await (await fetch('/api/v1/events')).json() as { items: { id: string; clip: { state: string } }[] }
        return items.find(({ clip }) => clip.state === 'saved')?.id ?? false
      }, null, { timeout: 60_000, polling: 500 })
      const answer = await page.evaluate(async () => {
        const { items } = await (await fetch('/api/v1/events')).json() as { items: { id: string; clip: { state: string } }[] }
        const id = items.find(({ clip }) => clip.state === 'saved')?.id ?? ''
        const response = await fetch(`/api/v1/events/${id}/clip.mp4`, { headers: { range: 'bytes=0-99' } })
        return { status: response.status, bytes: (await response.arrayBuffer()).byteLength }
      })
      check(answer.status === 206 && answer.bytes === 100, `a part of the clip was answered with ${JSON.stringify(answer)}`)
    },
  },
  {
    name: 'nothing was wrong in the page, and quitting leaves nothing behind',
    async run({ open }) {
      const { app, errors } = await open()
      check(errors.length === 0, errors.join('\n'))
      const ended = new Promise<number | null>((resolve) => { app.process().once('exit', resolve) })
      const from = performance.now()
      await app.close()
      const code = await ended
      check(code === 0 && performance.now() - from < 5_000, `ended with ${code} after ${Math.round(performance.now() - from)} ms`)
    },
  },
]
