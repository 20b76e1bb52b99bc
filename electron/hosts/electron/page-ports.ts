import { type BrowserWindow, ipcMain, type IpcMainEvent } from 'electron'
import { PORT_CHANNEL, readPortRequest } from '../../../common/wire/port-requests.ts'
import type { CameraId } from '../../../common/ids.ts'
import type { Logger } from '../../ports/logger.ts'
import type { RpcPort } from '../../rpc/serve-port.ts'
import type { Services } from '../../rpc/services.ts'

interface PagePortOptions {
  readonly services: Pick<Services, 'config' | 'media'>
  readonly origin: string
  readonly window: () => BrowserWindow | null
  readonly logger: Logger
  serveRpc(port: RpcPort): void
}

/** Ports that the page sends: RPC is answered here, a viewer's port goes on to the media process and no frame passes through main. */
export function takePagePorts({ services, origin, window, logger, serveRpc }: PagePortOptions): () => void {
  const isOurs = ({ sender, senderFrame }: IpcMainEvent): boolean =>
    senderFrame !== null && sender === window()?.webContents && senderFrame.parent === null && senderFrame.origin === origin

  const take = (event: IpcMainEvent, message: unknown): void => {
    const { ports } = event
    const [port] = ports
    const refuse = (why: string): void => {
      logger.warn({ origin: event.senderFrame?.origin ?? null }, `a page's port was refused: ${why}`)
      for (const one of ports) one.close()
    }
    if (!isOurs(event)) return refuse('it does not come from the console\'s own page')
    const asked = readPortRequest(message)
    if (!asked || !port || ports.length !== 1) return refuse('what it asks for is not known')
    if (asked.type === 'vigil:rpc') return serveRpc(port)
    // Closed at once, so that the tile tries again instead of waiting for frames that cannot come.
    if (!services.config.camera(asked.cameraId) || !services.media.up) return port.close()
    services.media.send({ type: 'attach-viewer', cameraId: asked.cameraId as CameraId }, port)
  }
  ipcMain.on(PORT_CHANNEL, take)
  return () => void ipcMain.off(PORT_CHANNEL, take)
}
