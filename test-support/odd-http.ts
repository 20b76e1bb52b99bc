import { createServer } from 'node:http'
import { createServer as createTcpServer, type Socket } from 'node:net'
import { streamPictures } from './picture-stream.ts'
import { freePort } from './rtsp-server.ts'

/** What answers where a stream was expected. */
export interface OddServers {
  /** Pages, errors, and a stream that stops in the middle, by path. */
  readonly http: string
  /** Takes connections and never says a word. */
  readonly silentPort: number
  /** Nothing listens here. */
  readonly closedPort: number
  stop(): void
}

/** @param jpeg one picture, for a stream of pictures that stops after `pictures` of them while its connection stays */
export async function startOddServers({ jpeg, pictures }: { jpeg: Uint8Array; pictures: number }): Promise<OddServers> {
  const http = createServer((request, response) => {
    switch (request.url) {
      case '/page': return void response.setHeader('content-type', 'text/html').end('<!doctype html><title>Camera</title><form>Sign in</form>'.repeat(40))
      case '/refused': return void response.writeHead(401, { 'www-authenticate': 'Basic realm="camera"' }).end('no')
      case '/away': return void response.writeHead(302, { location: 'file:///etc/hostname' }).end()
      case '/list.m3u8': return void response.setHeader('content-type', 'application/vnd.apple.mpegurl').end('#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n')
      case '/nothing': return void response.end()
      case '/broken': return void response.writeHead(500).end('out of memory')
      case '/stops': return streamPictures(response, Array.from({ length: pictures }, () => jpeg).values())
      default: return void response.writeHead(404).end('not here')
    }
  })
  const open = new Set<Socket>()
  const silent = createTcpServer((socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
  })
  await Promise.all([http, silent].map((server) => new Promise<void>((listening) => { server.listen(0, '127.0.0.1', listening) })))
  const portOf = (server: typeof http | typeof silent): number => {
    const address = server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  }
  return {
    http: `http://127.0.0.1:${portOf(http)}`,
    silentPort: portOf(silent),
    closedPort: await freePort(),
    stop() {
      http.close()
      http.closeAllConnections()
      silent.close()
      for (const socket of open) socket.destroy()
    },
  }
}
