/** Which events are chosen together, and where the last range began. */
export interface Selection {
  readonly ids: ReadonlySet<string>
  readonly anchor: string | null
}

export const NOTHING: Selection = { ids: new Set(), anchor: null }

interface Click {
  readonly id: string
  /** Ctrl or Cmd: this one as well, or not any more. */
  readonly mod: boolean
  /** Everything from the last one to this. */
  readonly shift: boolean
}

/** What a click on `id` chooses among `order`, the list as it is shown. A plain click chooses nothing, but a range may begin there. */
export function clicked(selection: Selection, { id, mod, shift }: Click, order: readonly string[]): Selection {
  const from = selection.anchor === null ? -1 : order.indexOf(selection.anchor)
  const to = order.indexOf(id)
  if (shift && from >= 0 && to >= 0) {
    const range = order.slice(Math.min(from, to), Math.max(from, to) + 1)
    return { ids: new Set([...(mod ? selection.ids : []), ...range]), anchor: selection.anchor }
  }
  if (!mod && !shift) return { ids: new Set(), anchor: id }
  const ids = new Set(selection.ids)
  if (!ids.delete(id)) ids.add(id)
  return { ids, anchor: id }
}

export const allOf = (order: readonly string[]): Selection => ({ ids: new Set(order), anchor: order[0] ?? null })

/** Without what is no longer there. */
export function stillThere(selection: Selection, order: readonly string[]): Selection {
  const known = new Set(order)
  const left = [...selection.ids].filter((id) => known.has(id))
  return left.length === selection.ids.size ? selection : { ids: new Set(left), anchor: selection.anchor }
}
