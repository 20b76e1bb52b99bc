/** Takes the password out of an address: `rtsp://user:pass@host` becomes `rtsp://user:${secret:NAME}@host`. */
export function extractPassword(url: string, name: string): { url: string; password: string | null } {
  const parts = split(url)
  return parts === null ? { url, password: null } : { url: `${parts.before}:\${secret:${name}}@${parts.after}`, password: safeDecode(parts.password) }
}

/** What stands for a password in an address that is shown. */
export const PASSWORD_MASK = '***'

/** Shows an address without its password; `${secret:…}` is a name, not a secret. */
export function maskPassword(url: string): string {
  const parts = split(url)
  return maskQuery(parts === null ? url : `${parts.before}:${PASSWORD_MASK}@${parts.after}`)
}

/** Some cameras take the password as a parameter: `?user=admin&pwd=…`. */
export const maskQuery = (text: string): string => text.replace(/([?&](?:pass|passwd|password|pwd|token|secret)=)(?!\$\{)[^&#\s"']+/gi, `$1${PASSWORD_MASK}`)

/** As a URL is read: the last @ before the path ends the password. */
const WELL_FORMED = /^([a-z][a-z0-9+.-]*:\/\/[^/?#@:\s]*):([^/?#]*)@(.*)$/i
/** As people type it: a password with a slash in it. A colon with a port and a path behind it is none. */
const AS_TYPED = /^([a-z][a-z0-9+.-]*:\/\/[^/?#@:\s]*):(?!\d+(?:[/?#]|$))(.*)@([^@]*)$/i

/** null when the address holds no password in plain text. */
function split(url: string): { before: string; password: string; after: string } | null {
  const [, before, password, after] = WELL_FORMED.exec(url) ?? AS_TYPED.exec(url) ?? []
  if (before === undefined || password === undefined || after === undefined || password === '' || password.startsWith('${')) return null
  return { before, password, after }
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
