export const LAYOUTS = [1, 4, 9, 16] as const
export type Layout = (typeof LAYOUTS)[number]

const sideOf = (layout: Layout): number => Math.sqrt(layout)

export const pagesOf = (cameras: number, layout: Layout): number => Math.max(1, Math.ceil(cameras / layout))

/** The cameras of one page; a page beyond the last is the last. */
export function pageOf<T>(cameras: readonly T[], layout: Layout, page: number): readonly T[] {
  const at = Math.min(Math.max(0, page), pagesOf(cameras.length, layout) - 1)
  return cameras.slice(at * layout, (at + 1) * layout)
}

/** Columns and rows for so many tiles: the layout's own square, smaller where it would stay half empty. */
export function gridOf(tiles: number, layout: Layout): { columns: number; rows: number } {
  const side = sideOf(layout)
  if (tiles === 0) return { columns: 1, rows: 1 }
  const columns = Math.min(side, Math.ceil(Math.sqrt(tiles)))
  return { columns, rows: Math.min(side, Math.ceil(tiles / columns)) }
}

/** Where an arrow key leads among so many tiles; stays where it is at the edge. */
export function walk(from: number, way: 'left' | 'right' | 'up' | 'down', { tiles, columns }: { tiles: number; columns: number }): number {
  const column = from % columns
  const next = { left: column > 0 ? from - 1 : from, right: column < columns - 1 ? from + 1 : from, up: from - columns, down: from + columns }[way]
  return next >= 0 && next < tiles ? next : from
}

/** The smallest layout that shows so many cameras at once. */
export const layoutFor = (cameras: number): Layout => LAYOUTS.find((layout) => layout >= cameras) ?? 16
