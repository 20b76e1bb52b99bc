/** What Electron's preload tells the page; absent in a browser. */
interface DesktopBridge {
  readonly door: 'desktop'
  readonly platform: string
}

declare global {
  var vigilDesktop: DesktopBridge | undefined
}

export type Door = 'desktop' | 'headless'

export const currentDoor = (): Door => (globalThis.vigilDesktop ? 'desktop' : 'headless')

/** macOS names its keys differently. */
export const isMac = (): boolean => globalThis.vigilDesktop?.platform === 'darwin' || navigator.platform.startsWith('Mac')
