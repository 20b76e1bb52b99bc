import { beforeAll, describe, expect, it } from 'vitest'
import { app, BrowserWindow, session } from '../../../test-support/fake-electron.ts'
import { guardPages } from './guards.ts'

const ORIGIN = 'app://vigil'

beforeAll(() => {
  app.becomeReady()
  guardPages(ORIGIN)
})

describe('permissions', () => {
  it.each(['media', 'geolocation', 'notifications', 'fileSystem', 'hid', 'usb', 'openExternal', 'clipboard-read', 'display-capture', 'unknown'])('refuses "%s" to our own page, asked for or looked up', (permission) => {
    expect(session.defaultSession.granted(permission, ORIGIN)).toEqual({ request: false, check: false, device: false })
  })

  it.each([
    { origin: ORIGIN, granted: true },
    { origin: 'https://example.net', granted: false },
    { origin: 'app://vigil.example', granted: false },
  ])('lets copy text: $origin $granted', ({ origin, granted }) => {
    expect(session.defaultSession.granted('clipboard-sanitized-write', origin)).toEqual({ request: granted, check: granted, device: false })
  })
})

describe('where a page may go', () => {
  const contents = (): BrowserWindow['webContents'] => new BrowserWindow().webContents

  it('opens no windows', () => {
    expect(contents().tryOpen('https://example.net/')).toBe(false)
    expect(contents().tryOpen(`${ORIGIN}/`)).toBe(false)
  })

  it('holds no webviews', () => {
    expect(contents().tryTo('will-attach-webview', {})).toBe(false)
  })

  it.each([
    { url: `${ORIGIN}/index.html`, may: true },
    { url: ORIGIN, may: true },
    { url: 'https://example.net/', may: false },
    { url: 'app://vigil.example/', may: false },
    { url: 'file:///etc/passwd', may: false },
    { url: 'javascript:alert(1)', may: false },
    { url: 'data:text/html,hello', may: false },
  ])('$url: $may', ({ url, may }) => {
    expect(contents().tryTo('will-navigate', { url })).toBe(may)
    expect(contents().tryTo('will-frame-navigate', { url, isMainFrame: true })).toBe(may)
    expect(contents().tryTo('will-frame-navigate', { url, isMainFrame: false })).toBe(false)
  })
})
