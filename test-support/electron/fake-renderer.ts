import type * as E from 'electron'

/** What preload shows to the page, and what it sends to the main process. */
export const exposed = new Map<string, unknown>()
export const sentToMain: { channel: string; message: unknown; ports: readonly unknown[] }[] = []

export const contextBridge = { exposeInMainWorld: (key: string, api: unknown): void => void exposed.set(key, api) } satisfies Pick<E.ContextBridge, 'exposeInMainWorld'>

export const ipcRenderer = {
  postMessage(channel: string, message: unknown, transfer: readonly unknown[] = []): void {
    sentToMain.push({ channel, message: structuredClone(message), ports: transfer })
  },
}
