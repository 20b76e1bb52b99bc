import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml',
  '.png': 'image/png', '.ico': 'image/x-icon', '.json': 'application/json', '.woff2': 'font/woff2', '.map': 'application/json',
}

const notFound = (): Response => new Response('not found', { status: 404, headers: { 'x-content-type-options': 'nosniff' } })

/** The built screens. Paths outside the folder do not exist; files with a digest in their name may be kept for good. */
export async function staticUi({ folder, path, policy }: { folder: string; path: string; policy: string }): Promise<Response> {
  const wanted = path === '/' ? '/index.html' : decoded(path)
  if (wanted === null) return notFound()
  const file = normalize(join(folder, wanted))
  if (!file.startsWith(normalize(folder) + sep)) return notFound()
  const bytes = await readFile(file).catch(() => null)
  if (!bytes) return notFound()
  return new Response(bytes, {
    headers: {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'cache-control': wanted.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      'content-security-policy': policy,
    },
  })
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}
