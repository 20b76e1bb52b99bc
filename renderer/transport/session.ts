export type SessionAnswer = 'welcome' | 'no-token' | 'bad-token' | 'unreachable'

/** Takes the token out of `#token=…`; null when the address carries none. */
export const tokenOf = (hash: string): string | null => /^#token=([^&/]+)$/.exec(hash)?.[1] ?? null

/** What an operator may paste: the whole printed line, the address, or the bare token. */
export const tokenFromText = (text: string): string | null => {
  const trimmed = text.trim()
  const inAddress = /#token=([^\s&/]+)/.exec(trimmed)?.[1]
  if (inAddress) return inAddress
  return /^[\w.~+=-]+$/.test(trimmed) ? trimmed : null
}

/** Turns a token into the session cookie that sockets, pictures and videos travel with. */
export async function signIn(token: string): Promise<SessionAnswer> {
  try {
    const answer = await fetch('/api/v1/session', { method: 'POST', headers: { authorization: `Bearer ${token}` } })
    if (answer.ok) return 'welcome'
    return answer.status === 401 || answer.status === 403 ? 'bad-token' : 'unreachable'
  } catch {
    return 'unreachable'
  }
}

/** A refused WebSocket does not say why; a plain request does. */
export async function checkSession(): Promise<SessionAnswer> {
  try {
    const answer = await fetch('/api/v1/cameras', { headers: { accept: 'application/json' } })
    if (answer.ok) return 'welcome'
    return answer.status === 401 || answer.status === 403 ? 'no-token' : 'unreachable'
  } catch {
    return 'unreachable'
  }
}
