import { toggle, useLive } from './live-store.ts'
import { closeWhy, openWhy, useWhy } from './why/why-store.ts'

export const focusTile = (id: string): void => document.querySelector<HTMLElement>(`[data-testid="tile-${CSS.escape(id)}"]`)?.focus()

/** Closes "Why no alert?" and gives the focus back to the wall. */
export function leaveWhy(): void {
  closeWhy()
  const { selected } = useLive.getState()
  if (selected) focusTile(selected)
}

const asks = (): boolean => useWhy.getState().why.at !== 'closed'

export const toggleWhy = (focus: string | null = null): void => (asks() ? leaveWhy() : openWhy(focus))

/** Both want the same side: the events come instead of the question. */
export function toggleEvents(): void {
  if (!asks()) return toggle('events')
  closeWhy()
  useLive.setState({ events: true })
}
