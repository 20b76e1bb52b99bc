import { readFileSync } from 'node:fs'
import { createServer, type Server, type ServerResponse } from 'node:http'

const BOUNDARY = 'next'
const FRAMES_PER_SECOND = 10

/** Answers with a stream of JPEG pictures, as cheap cameras do; it falls silent after the last one, and stays. */
export function streamPictures(response: ServerResponse, pictures: Iterator<Uint8Array>): void {
  response.writeHead(200, { 'content-type': `multipart/x-mixed-replace; boundary=${BOUNDARY}` })
  const timer = setInterval(() => {
    const { value, done } = pictures.next()
    if (done) return clearInterval(timer)
    response.write(`--${BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: ${value.length}\r\n\r\n`)
    response.write(value)
    response.write('\r\n')
  }, 1_000 / FRAMES_PER_SECOND)
  response.once('close', () => clearInterval(timer))
}

const START = Buffer.from([0xff, 0xd8, 0xff])

/** The pictures of an MJPEG stream that has nothing around them (`-f mjpeg`). */
export function picturesIn(path: string): Uint8Array[] {
  const whole = readFileSync(path)
  const pictures: Uint8Array[] = []
  for (let at = 0; at < whole.length;) {
    const next = whole.indexOf(START, at + START.length)
    const end = next < 0 ? whole.length : next
    pictures.push(whole.subarray(at, end))
    at = end
  }
  return pictures
}

/** A camera that sends the file's pictures over HTTP, to everybody from the first. */
export async function startPictureServer(path: string): Promise<{ readonly url: string; stop(): void }> {
  const pictures = picturesIn(path)
  const server = createServer((_, response) => streamPictures(response, pictures.values()))
  const port = await listening(server)
  return {
    url: `http://127.0.0.1:${port}/video`,
    stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((ready) => { server.listen(0, '127.0.0.1', ready) })
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
