import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface RtspServer {
  readonly port: number
  /** Serves an MP4/H.264 file from its first frame to every client that comes. Returns the address. */
  mountFile(path: string, file: string): Promise<string>
  /** `launch` is a gst-launch line whose payloader is called pay0. */
  mount(path: string, launch: string, credentials?: { user: string; password: string }): Promise<string>
  /** Keeps its connections and says nothing any more, until `resume`. */
  freeze(): void
  resume(): void
  stop(): Promise<void>
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const address = server.address()
  await new Promise((resolve) => { server.close(resolve) })
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}

/** Starts gst-rtsp-server on loopback. Throws with what to install when it is not there. */
export async function startRtspServer(): Promise<RtspServer> {
  const port = await freePort()
  const child = spawn('/usr/bin/python3', [join(import.meta.dirname, 'rtsp-server.py'), String(port)], { stdio: ['pipe', 'pipe', 'pipe'] })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text })
  const said = lineWaiter(child)
  await said('ready').catch(() => { throw new Error(`the RTSP test server did not start; run ./setup --test\n${stderr}`) })
  const mount: RtspServer['mount'] = async (path, launch, credentials) => {
    child.stdin.write(`${JSON.stringify({ path, launch, ...credentials })}\n`)
    await said(`mounted ${path}`)
    const login = credentials ? `${credentials.user}:${credentials.password}@` : ''
    return `rtsp://${login}127.0.0.1:${port}${path}`
  }
  return {
    port,
    mount,
    mountFile: (path, file) => mount(path, `( filesrc location="${file}" ! qtdemux ! h264parse config-interval=-1 ! rtph264pay name=pay0 pt=96 )`),
    freeze: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    async stop() {
      if (child.exitCode !== null) return
      child.kill('SIGKILL')
      await new Promise((resolve) => { child.once('close', resolve) })
    },
  }
}

function lineWaiter(child: ChildProcess): (line: string) => Promise<void> {
  const seen = new Set<string>()
  const waiting = new Map<string, { resolve: () => void; reject: (error: Error) => void }>()
  if (child.stdout) {
    createInterface(child.stdout).on('line', (line) => {
      seen.add(line)
      waiting.get(line)?.resolve()
    })
  }
  child.once('close', () => { for (const { reject } of waiting.values()) reject(new Error('the RTSP server ended')) })
  return (line) => (seen.has(line) ? Promise.resolve() : new Promise((resolve, reject) => { waiting.set(line, { resolve, reject }) }))
}
