import type * as E from 'electron'
import { app } from './fake-app.ts'

const afterReady = (what: string): void => { if (!app.isReady()) throw new Error(`${what} cannot be used before app is ready`) }

type PermissionRequest = (contents: unknown, permission: string, answer: (granted: boolean) => void, details: { requestingUrl: string }) => void
type PermissionCheck = (contents: unknown, permission: string, origin: string, details: object) => boolean

class FakeSession {
  private request: PermissionRequest = (_contents, _permission, answer) => answer(true)
  private check: PermissionCheck = () => true
  private device: (details: object) => boolean = () => false

  setPermissionRequestHandler(handler: PermissionRequest): void { this.request = handler }
  setPermissionCheckHandler(handler: PermissionCheck): void { this.check = handler }
  setDevicePermissionHandler(handler: (details: object) => boolean): void { this.device = handler }

  /** What a page is told, by each of the three ways it can ask. */
  granted(permission: string, origin: string): { request: boolean; check: boolean; device: boolean } {
    let request = false
    this.request(null, permission, (granted) => { request = granted }, { requestingUrl: `${origin}/index.html` })
    return { request, check: this.check(null, permission, `${origin}/`, {}), device: this.device({ origin }) }
  }
}

const defaultSession = new FakeSession()
export const session = {
  get defaultSession(): FakeSession {
    afterReady('session')
    return defaultSession
  },
}

type Handler = (request: Request) => Response | Promise<Response>
const handlers = new Map<string, Handler>()
export const privilegedSchemes: E.CustomScheme[] = []

export const protocol = {
  registerSchemesAsPrivileged(schemes: E.CustomScheme[]): void {
    if (app.isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    privilegedSchemes.push(...schemes)
  },
  handle(scheme: string, handler: Handler): void {
    afterReady('protocol')
    if (handlers.has(scheme)) throw new Error(`The scheme has been intercepted: ${scheme}`)
    handlers.set(scheme, handler)
  },
  /** What a page gets for an address. */
  async fetch(url: string, init?: RequestInit): Promise<Response> {
    const request = new Request(url, init)
    const handler = handlers.get(new URL(url).protocol.slice(0, -1))
    if (!handler) throw new Error('net::ERR_UNKNOWN_URL_SCHEME')
    return handler(request)
  },
}

/** Seals as hexadecimal; `keyring` is what a test turns. */
export const keyring: { backend: ReturnType<E.SafeStorage['getSelectedStorageBackend']>; available: boolean; key: number } = { backend: 'gnome_libsecret', available: true, key: 1 }

/** Only the calls that are not deprecated. */
export const safeStorage = {
  getSelectedStorageBackend: () => (app.isReady() ? keyring.backend : 'unknown'),
  async isAsyncEncryptionAvailable() {
    afterReady('safeStorage')
    return keyring.available
  },
  async encryptStringAsync(text: string) {
    afterReady('safeStorage')
    return Buffer.from(`v${keyring.key}:${Buffer.from(text).toString('hex')}`)
  },
  async decryptStringAsync(sealed: Buffer) {
    const match = /^v(\d+):(.*)$/s.exec(sealed.toString())
    if (!match) throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.')
    return { shouldReEncrypt: Number(match[1]) !== keyring.key, result: Buffer.from(match[2] ?? '', 'hex').toString() }
  },
} satisfies Pick<E.SafeStorage, 'getSelectedStorageBackend' | 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'>

export const errorBoxes: { title: string; text: string }[] = []
export const dialog = { showErrorBox: (title: string, text: string): void => void errorBoxes.push({ title, text }) } satisfies Pick<E.Dialog, 'showErrorBox'>

export const Menu = { current: undefined as unknown, setApplicationMenu(menu: unknown): void { Menu.current = menu } }

export const net = { fetch: (): Promise<Response> => Promise.reject(new Error('net::ERR_INTERNET_DISCONNECTED')) }
