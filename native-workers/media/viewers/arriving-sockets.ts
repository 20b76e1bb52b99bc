import type { Socket } from 'node:net'
import type { MediaCommand } from '../../../common/wire/media-messages.ts'
import { acceptSocket } from './socket-channel.ts'
import type { ViewerChannel } from './viewer-channel.ts'

type Arrival = Extract<MediaCommand, { type: 'viewer-socket' }>

/** Viewers' sockets between their arrival here and main's letting go of them. */
export class ArrivingSockets {
  private readonly waiting = new Map<number, { readonly arrival: Arrival; readonly socket: Socket }>()

  arrived(arrival: Arrival, socket: Socket): void {
    // Nobody reads it yet, but a viewer that gives up meanwhile must not end this process.
    socket.on('error', () => socket.destroy())
    this.waiting.set(arrival.viewer, { arrival, socket })
  }

  /** Main is off the socket: now the handshake may be answered. */
  free(viewer: number, attach: (cameraId: string, channel: ViewerChannel) => void): void {
    const known = this.waiting.get(viewer)
    this.waiting.delete(viewer)
    if (known && !known.socket.destroyed) acceptSocket(known.socket, known.arrival.upgrade, (channel) => attach(known.arrival.cameraId, channel))
  }

  close(): void {
    for (const { socket } of this.waiting.values()) socket.destroy()
    this.waiting.clear()
  }
}
