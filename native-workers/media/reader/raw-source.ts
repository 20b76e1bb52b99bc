import { constants, openSync } from 'node:fs'
import { createServer, Socket } from 'node:net'
import type { RawEndpoint } from '../../../common/wire/media-messages.ts'

export interface RawSource {
  pause(): void
  resume(): void
  close(): void
}

export interface RawSourceHandlers {
  /** `bytes` is only valid during the call. */
  bytes(bytes: Uint8Array): void
  /** Where the next bytes may be read straight to; null = anywhere, they come through `bytes`. */
  space(): Uint8Array | null
  /** `count` bytes were read into what `space` gave. */
  filled(count: number): void
  /** The writer is gone (or was never there and the source was closed). */
  end(error: Error | null): void
}

// One pipe read returns at most the pipe's 64 KiB; a larger buffer would stay empty.
const CHUNK = 65_536

/**
 * Opens an endpoint for reading before ffmpeg is started: a writer on a FIFO without a reader would hang, and O_NONBLOCK
 * lets this open return although no writer is there yet. (O_RDWR would too, but would never see the end.)
 */
export async function openRawSource(endpoint: RawEndpoint, handlers: RawSourceHandlers): Promise<RawSource> {
  switch (endpoint.kind) {
    case 'fifo': {
      const fd = openSync(endpoint.path, constants.O_RDONLY | constants.O_NONBLOCK)
      return attach(new Socket({ fd, readable: true, writable: false, onread: reader(handlers) }), handlers)
    }
    case 'socket': return listen(endpoint.path, handlers)
  }
}

/** A frame's last bytes are read together with the next one's head: a read of its own would cost more than copying them. */
const WORTH_A_READ = 16_384

/** Most of a frame goes from the kernel into its slot without a copy in between. */
function reader(handlers: RawSourceHandlers): { buffer: () => Uint8Array; callback: (count: number, buffer: Uint8Array) => boolean } {
  const scratch = new Uint8Array(CHUNK)
  return {
    buffer() {
      const space = handlers.space()
      return space !== null && space.length >= WORTH_A_READ ? space : scratch
    },
    callback(count, buffer) {
      if (buffer === scratch) handlers.bytes(scratch.subarray(0, count))
      else handlers.filled(count)
      return true
    },
  }
}

function attach(socket: Socket, handlers: RawSourceHandlers): RawSource {
  let ended = false
  const end = (error: Error | null): void => {
    if (ended) return
    ended = true
    handlers.end(error)
  }
  socket.on('error', end)
  socket.on('close', () => end(null))
  socket.on('end', () => socket.destroy())
  socket.resume()
  return { pause: () => socket.pause(), resume: () => socket.resume(), close: () => socket.destroy() }
}

/** Windows named pipes and the Unix socket fallback: one writer, then no more. */
async function listen(path: string, handlers: RawSourceHandlers): Promise<RawSource> {
  let source: RawSource | null = null
  let paused = false
  // A server cannot hand `onread` to its connections: their chunks come as events here.
  const server = createServer((socket) => {
    server.close()
    socket.on('data', (chunk) => handlers.bytes(chunk))
    source = attach(socket, handlers)
    if (paused) source.pause()
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
  return {
    pause() { paused = true; source?.pause() },
    resume() { paused = false; source?.resume() },
    close() {
      server.close()
      if (source) source.close()
      else handlers.end(null)
    },
  }
}
