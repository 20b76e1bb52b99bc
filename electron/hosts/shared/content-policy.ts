/** What a page of ours may load and reach: its own origin, nothing else. Sent as a header: a meta tag would break hot reloading. */
const policy = (connect: string): string => [
  "default-src 'self'", "img-src 'self' data: blob:", "media-src 'self' blob:", "style-src 'self' 'unsafe-inline'", "worker-src 'self' blob:",
  `connect-src ${connect}`, "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'",
].join('; ')

/** Over HTTP the page talks through WebSockets, which 'self' does not cover in every browser. */
export const SERVER_POLICY = policy("'self' ws: wss:")
/** In the desktop app it talks through ports. */
export const DESKTOP_POLICY = policy("'self'")
