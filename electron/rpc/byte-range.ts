export type ByteRange = { readonly from: number; readonly to: number } | 'whole' | 'unsatisfiable'

/** `Range: bytes=…` of RFC 9110, one range; `to` is exclusive. Several ranges or another unit mean the whole. */
export function parseRange(header: string | undefined, size: number): ByteRange {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return 'whole'
  if (match[1] === '') {
    const suffix = Number(match[2])
    return suffix === 0 || size === 0 ? 'unsatisfiable' : { from: Math.max(0, size - suffix), to: size }
  }
  const from = Number(match[1])
  const to = match[2] === '' ? size : Math.min(size, Number(match[2]) + 1)
  if (from >= size || to <= from) return 'unsatisfiable'
  return { from, to }
}
