/** A name as an id: lower-case letters, digits and dashes; `camera` when nothing is left. Accents are taken off. */
export function slugOf(name: string, fallback = 'camera'): string {
  const plain = name.normalize('NFKD').replace(/[\u0300-\u036F]/g, '').toLowerCase()
  const slug = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 48).replace(/-+$/, '')
  return slug || fallback
}

/** The id itself, or with the first free number behind it. */
export function freeId(id: string, taken: ReadonlySet<string>): string {
  if (!taken.has(id)) return id
  for (let turn = 2; ; turn += 1) if (!taken.has(`${id}-${turn}`)) return `${id}-${turn}`
}

/** What to call a camera before anybody named it. */
export function nameFromAddress(address: string): string {
  if (/^test:/i.test(address)) return 'Test picture'
  const file = /^file:.*?([^/\\]+?)(?:\.\w+)?$/i.exec(address)?.[1]
  if (file) return file.replace(/[-_]+/g, ' ').replace(/^./, (first) => first.toUpperCase())
  const host = /^[a-z0-9+]+:\/\/(?:[^@/]*@)?(\[[^\]]+\]|[^:/?]+)/i.exec(address)?.[1]
  return host ? `Camera ${host}` : 'New camera'
}
