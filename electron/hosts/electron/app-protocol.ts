import { net, protocol } from 'electron'
import { Hono } from 'hono'
import { createHttpApi } from '../../rpc/http-api.ts'
import type { Services } from '../../rpc/services.ts'
import { DESKTOP_POLICY } from '../shared/content-policy.ts'
import { staticUi } from '../shared/static-ui.ts'

const SCHEME = 'app'
const HOST = 'vigil'
export const APP_ORIGIN = `${SCHEME}://${HOST}`

/** Before 'ready', or the pages get an opaque origin: no fetch, no video, no workers. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } }])
}

interface AppProtocolOptions {
  readonly services: Services
  readonly uiFolder: string
  /** electron-vite's own server, in development. */
  readonly devServer: string | null
}

/**
 * The screens and the API on the page's own origin, with no server listening. Clips are answered in parts (206, 416) by the API itself:
 * `net.fetch` of a file ignores Range, and a video that gets no parts cannot seek.
 */
export function serveApp({ services, uiFolder, devServer }: AppProtocolOptions): void {
  const app = new Hono()
  app.use(async (c, next) => {
    await next()
    c.header('x-content-type-options', 'nosniff')
    c.header('referrer-policy', 'no-referrer')
  })
  app.route('/api/v1', createHttpApi(services))
  app.get('/*', (c) => staticUi({ folder: uiFolder, path: c.req.path, policy: DESKTOP_POLICY }))
  protocol.handle(SCHEME, (request) => (new URL(request.url).host === HOST ? app.fetch(request) : new Response('not found', { status: 404 })))
  if (devServer === null) return
  // The page comes from Vite, but asks its own origin for pictures and clips. Sockets (hot reloading) do not pass here.
  const { origin } = new URL(devServer)
  protocol.handle('http', (request) => {
    const asked = new URL(request.url)
    return asked.origin === origin && asked.pathname.startsWith('/api/') ? app.fetch(request) : net.fetch(request, { bypassCustomProtocolHandlers: true })
  })
}
