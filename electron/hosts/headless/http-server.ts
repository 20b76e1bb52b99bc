import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { createHttpApi } from '../../rpc/http-api.ts'
import { problem } from '../../rpc/problem.ts'
import type { Services } from '../../rpc/services.ts'
import { SERVER_POLICY } from '../shared/content-policy.ts'
import { staticUi } from '../shared/static-ui.ts'
import { COOKIE, type Gate, isLoopback, type RequestFacts } from './gate.ts'

export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

export interface HttpServerOptions {
  readonly services: Services
  readonly host: string
  readonly port: number
  /** Made when the port is known. */
  gate(port: number): Gate
  /** By path. */
  readonly upgrades: Readonly<Record<string, UpgradeHandler>>
  readonly uiFolder: string
}

const facts = (header: (name: string) => string | undefined): RequestFacts =>
  ({ host: header('host'), origin: header('origin'), authorization: header('authorization'), cookie: header('cookie') })

/** The engine's own small web server. Resolves when it listens; rejects with one clear line when it cannot. */
export async function startHttpServer(options: HttpServerOptions): Promise<{ port: number; stop(): void }> {
  const server = createServer()
  const port = await listen(server, options)
  const gate = options.gate(port)
  const app = createApp(options, gate)
  const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false })
  server.on('request', (request, response) => void answer(request, response))
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { headers } = request
    const asked = facts((name) => (typeof headers[name] === 'string' ? headers[name] : undefined))
    const handler = options.upgrades[new URL(request.url ?? '/', 'http://x').pathname]
    const status = gate.refuses(asked) !== null ? '403 Forbidden' : !gate.isSignedIn(asked) ? '401 Unauthorized' : handler ? null : '404 Not Found'
    if (status === null) handler?.(request, socket, head)
    else socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\n\r\n`)
  })
  return {
    port,
    stop() {
      // Not waited for: with a viewer's socket handed to the media process, Node calls the server closed only when that viewer is gone.
      server.close()
      server.closeAllConnections()
    },
  }
}

function createApp({ services, host, uiFolder }: HttpServerOptions, gate: Gate): Hono {
  const app = new Hono()
  app.use(async (c, next) => {
    const refused = gate.refuses(facts((name) => c.req.header(name)))
    if (refused !== null) return problem(403, refused)
    await next()
    c.header('x-content-type-options', 'nosniff')
    c.header('referrer-policy', 'no-referrer')
    return undefined
  })
  app.get('/healthz', (c) => c.json(services.board.health()))
  app.get('/readyz', (c) => c.json(services.board.health(), services.board.settled ? 200 : 503))
  app.get('/metrics', async (c) => {
    if (!isLoopback(host) && !gate.hasToken(facts((name) => c.req.header(name)))) return problem(401, 'metrics need the token when the server listens beyond loopback')
    const { contentType, text } = await services.metrics()
    return c.body(text, 200, { 'content-type': contentType })
  })
  app.post('/api/v1/session', (c) => {
    if (!gate.hasToken(facts((name) => c.req.header(name)))) return problem(401, 'the token is not right; open the address that Vigil printed when it started')
    c.header('set-cookie', `${COOKIE}=${gate.session}; HttpOnly; SameSite=Strict; Path=/; Max-Age=2592000`)
    return c.body(null, 204)
  })
  app.use('/api/*', async (c, next) => {
    if (!gate.isSignedIn(facts((name) => c.req.header(name)))) return problem(401, 'sign in first: send "Authorization: Bearer TOKEN", or open the address that Vigil printed when it started')
    return next()
  })
  app.route('/api/v1', createHttpApi(services))
  app.all('/api/*', (c) => problem(404, `${c.req.method} ${c.req.path} is not part of the API`))
  app.get('/*', (c) => staticUi({ folder: uiFolder, path: c.req.path, policy: SERVER_POLICY }))
  app.notFound((c) => problem(404, `${c.req.method} ${c.req.path} is not served here`))
  return app
}

function listen(server: Server, { host, port }: HttpServerOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new Error(listenProblem(error, host, port))))
    server.listen(port, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

function listenProblem(error: NodeJS.ErrnoException, host: string, port: number): string {
  switch (error.code) {
    case 'EADDRINUSE': return `port ${port} on ${host} is in use; stop the other program, or choose another one with server.port in vigil.yml or --port (0 = any free one)`
    case 'EACCES': return `port ${port} may not be used by this account; choose one above 1023 with --port`
    case 'EADDRNOTAVAIL': return `${host} is not an address of this machine; check --host`
    default: return `cannot listen on ${host}:${port}: ${error.message}`
  }
}
