import { createHash, timingSafeEqual } from 'node:crypto'

export interface RequestFacts {
  readonly host: string | undefined
  readonly origin: string | undefined
  readonly authorization: string | undefined
  readonly cookie: string | undefined
}

export const COOKIE = 'vigil_session'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
const same = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))

/**
 * Who may speak to the engine. Host and Origin are checked on every request: a page of another site in the same browser must not
 * reach a server on loopback, not even by a name that was made to point there.
 */
export class Gate {
  private readonly token: string
  private readonly hosts: ReadonlySet<string>

  /** @param host what the server listens on; on loopback only loopback names are accepted */
  constructor(options: { token: string; host: string; port: number }) {
    this.token = options.token
    const names = isLoopback(options.host) ? ['127.0.0.1', 'localhost', '[::1]'] : []
    this.hosts = new Set(names.flatMap((name) => [`${name}:${options.port}`, ...(options.port === 80 ? [name] : [])]))
  }

  /** Null when the request may come in; otherwise why not. */
  refuses({ host, origin }: Pick<RequestFacts, 'host' | 'origin'>): string | null {
    if (host === undefined) return 'the request names no host'
    if (this.hosts.size > 0 && !this.hosts.has(host.toLowerCase())) return `this server does not answer for "${host}"`
    if (origin === undefined) return null
    if (origin === 'null') return 'pages without an origin may not use this server'
    return URL.canParse(origin) && new URL(origin).host === host ? null : `pages of ${origin} may not use this server`
  }

  hasToken({ authorization }: Pick<RequestFacts, 'authorization'>): boolean {
    const given = /^Bearer (.+)$/.exec(authorization ?? '')?.[1]
    return given !== undefined && same(given, this.token)
  }

  isSignedIn(facts: Pick<RequestFacts, 'authorization' | 'cookie'>): boolean {
    if (this.hasToken(facts)) return true
    const session = new RegExp(`(?:^|;\\s*)${COOKIE}=([^;]+)`).exec(facts.cookie ?? '')?.[1]
    return session !== undefined && same(session, this.session)
  }

  /** The cookie's value: told from the token, so that a stolen cookie does not give the token away. */
  get session(): string {
    return createHash('sha256').update(`session:${this.token}`).digest('base64url')
  }
}

export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.')
