import { app, session } from 'electron'

/** What our own page may do: copy text. Everything else is refused, whoever asks. */
const GRANTED: ReadonlySet<string> = new Set(['clipboard-sanitized-write'])

/** `origin` is the only one that is ever shown. Call when the app is ready and before the first window. */
export function guardPages(origin: string): void {
  const ours = (url: string): boolean => url === origin || url.startsWith(`${origin}/`)
  const { defaultSession } = session
  // Both handlers: one answers what a page asks for, the other what it looks up without asking.
  defaultSession.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) => answer(GRANTED.has(permission) && ours(requestingUrl)))
  defaultSession.setPermissionCheckHandler((_contents, permission, requestingOrigin) => GRANTED.has(permission) && ours(requestingOrigin.replace(/\/$/, '')))
  defaultSession.setDevicePermissionHandler(() => false)

  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.on('will-navigate', (event) => { if (!ours(event.url)) event.preventDefault() })
    // We have no frames inside our pages; a frame that wants to go somewhere is not ours.
    contents.on('will-frame-navigate', (event) => { if (!event.isMainFrame || !ours(event.url)) event.preventDefault() })
  })
}
