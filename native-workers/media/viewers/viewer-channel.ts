/** How frames reach one viewer: a WebSocket (headless) or a MessagePort (Electron). */
export interface ViewerChannel {
  send(message: Uint8Array<ArrayBuffer>): void
  /** Messages come parsed from JSON (sockets) or as plain objects (ports); they are checked by the viewer. */
  onMessage(listener: (message: unknown) => void): void
  onClose(listener: () => void): void
  close(): void
}
