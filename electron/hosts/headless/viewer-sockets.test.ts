import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import type { MediaCommand } from '../../../common/wire/media-messages.ts'
import { viewerUpgrade } from './viewer-sockets.ts'

/** Opens one viewer; returns what was sent to the media process, and the status of a refusal. */
async function view(url: string, mediaUp = true): Promise<{ sent: { command: MediaCommand; handle: unknown }[]; refused: number | null }> {
  const sent: { command: MediaCommand; handle: unknown }[] = []
  const upgrade = viewerUpgrade({
    media: { up: mediaUp, send: (command: MediaCommand, handle?: unknown) => { sent.push({ command, handle }) } },
    config: { camera: (id: string) => (id === 'gate' ? { id } : undefined) },
  } as unknown as Parameters<typeof viewerUpgrade>[0])
  const server = createServer()
  onTestFinished(() => { server.close() })
  const handed = new Promise<number | null>((resolve) => {
    server.on('upgrade', (request, socket, head) => {
      upgrade(request, socket, head)
      if (sent.length > 0) { socket.destroy(); resolve(null) }
    })
    server.listen(0, '127.0.0.1', () => {
      const viewer = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}${url}`)
      viewer.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0))
      viewer.on('error', () => undefined)
    })
  })
  return { sent, refused: await handed }
}

it('hands the socket over, and lets media answer only when it is off it', async () => {
  const { sent } = await view('/api/v1/viewer?camera=gate')
  expect(sent.map(({ command }) => command)).toMatchObject([
    { type: 'viewer-socket', viewer: 1, cameraId: 'gate', upgrade: { method: 'GET', url: '/api/v1/viewer?camera=gate' } },
    { type: 'viewer-socket-free', viewer: 1 },
  ])
  expect(sent.map(({ handle }) => handle !== undefined)).toEqual([true, false])
})

it.each([
  { name: 'a camera that is not there', url: '/api/v1/viewer?camera=none', mediaUp: true, status: 404 },
  { name: 'no media process', url: '/api/v1/viewer?camera=gate', mediaUp: false, status: 503 },
])('refuses: $name', async ({ url, mediaUp, status }) => {
  expect(await view(url, mediaUp)).toEqual({ sent: [], refused: status })
})
