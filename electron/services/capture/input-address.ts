import { maskQuery } from '../../../common/camera-address.ts'
import { isAbsolute, resolve } from 'node:path'

/** An input's address after the door: every part is checked, so that it can neither become an ffmpeg option nor another protocol. */
export type InputAddress =
  | { readonly kind: 'rtsp'; readonly url: string }
  | { readonly kind: 'http'; readonly url: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'device'; readonly api: 'v4l2' | 'avfoundation' | 'dshow'; readonly device: string; readonly size: string | null; readonly fps: number | null }
  | { readonly kind: 'test'; readonly pattern: 'pattern'; readonly width: number; readonly height: number; readonly fps: number }

export type ParsedAddress = { readonly ok: true; readonly address: InputAddress } | { readonly ok: false; readonly problem: string }

const SCHEMES = 'rtsp, rtsps, http, https, file, v4l2, avfoundation, dshow or test'
const bad = (problem: string): ParsedAddress => ({ ok: false, problem })

// Control characters have no place in an address and would break log lines.
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f]/

/** @param baseFolder what `file:./relative` is relative to (the config's folder) */
export function parseInputAddress(text: string, baseFolder: string): ParsedAddress {
  const address = text.trim()
  if (CONTROL.test(address)) return bad('the address contains control characters')
  const scheme = /^([a-z0-9]+):/i.exec(address)?.[1]?.toLowerCase()
  if (scheme === undefined) return bad(`the address has no scheme; expected ${SCHEMES}`)
  const rest = address.slice(scheme.length + 1)
  switch (scheme) {
    case 'rtsp': case 'rtsps': return parseNetwork('rtsp', address)
    case 'http': case 'https': return parseNetwork('http', address)
    case 'file': return parseFile(rest, baseFolder)
    case 'v4l2': case 'avfoundation': case 'dshow': return parseDevice(scheme, rest)
    case 'test': return parseTest(rest)
    default: return bad(`"${scheme}" is not a scheme Vigil reads; expected ${SCHEMES}`)
  }
}

function parseNetwork(kind: 'rtsp' | 'http', address: string): ParsedAddress {
  if (!URL.canParse(address)) return bad('the address is not a URL; expected something like rtsp://192.0.2.10:554/stream1')
  const url = new URL(address)
  if (url.hostname === '') return bad('the address names no host')
  return { ok: true, address: { kind, url: url.href } }
}

function parseFile(rest: string, baseFolder: string): ParsedAddress {
  // file:///abs/path, file:/abs/path and file:./relative/path
  const path = rest.startsWith('//') ? rest.slice(2) : rest
  if (path === '') return bad('file: names no file; expected file:/absolute/path or file:./relative/path')
  const decoded = decode(path)
  if (decoded === null) return bad('the file name is not percent-encoded as an address needs it; write a % as %25')
  if (!isAbsolute(decoded) && !decoded.startsWith('.')) return bad('a file is given as file:/absolute/path or file:./relative/to/the/config')
  return { ok: true, address: { kind: 'file', path: resolve(baseFolder, decoded) } }
}

function decode(text: string): string | null {
  try {
    return decodeURI(text)
  } catch {
    return null
  }
}

function parseDevice(api: 'v4l2' | 'avfoundation' | 'dshow', rest: string): ParsedAddress {
  const [device = '', query = ''] = rest.split('?', 2)
  const shape = { v4l2: /^\/dev\/[\w/-]+$/, avfoundation: /^[\w .()-]{1,100}$/, dshow: /^[^"'`:|<>*?]{1,200}$/ }[api]
  if (!shape.test(device) || device.includes('..')) {
    const example = { v4l2: 'v4l2:/dev/video0', avfoundation: 'avfoundation:0', dshow: 'dshow:Integrated Camera' }[api]
    return bad(`"${device}" is not a device name; expected something like ${example}`)
  }
  const options = new URLSearchParams(query)
  const size = options.get('size')
  if (size !== null && !/^\d{2,5}x\d{2,5}$/.test(size)) return bad(`size: expected WIDTHxHEIGHT, got "${size}"`)
  const fps = options.get('fps') === null ? null : Number(options.get('fps'))
  if (fps !== null && !(fps >= 1 && fps <= 240)) return bad('fps: expected a number from 1 to 240')
  return { ok: true, address: { kind: 'device', api, device: decode(device) ?? device, size, fps } }
}

function parseTest(rest: string): ParsedAddress {
  const [name = '', query = ''] = rest.split('?', 2)
  if (name !== 'pattern') return bad(`there is no test source "${name}"; expected test:pattern`)
  const options = new URLSearchParams(query)
  const [, w = '1280', h = '720'] = /^(\d{2,4})x(\d{2,4})$/.exec(options.get('size') ?? '1280x720') ?? []
  const fps = Number(options.get('fps') ?? 15)
  if (!(fps >= 1 && fps <= 120)) return bad('fps: expected a number from 1 to 120')
  return { ok: true, address: { kind: 'test', pattern: 'pattern', width: Number(w) & ~1, height: Number(h) & ~1, fps } }
}

/** Replaces user and password in every URL inside a text: for logs, errors and API answers. */
export const maskCredentials = (text: string): string =>
  maskQuery(text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/?#]*@/gi, (_, scheme: string) => `${scheme}***@`))
