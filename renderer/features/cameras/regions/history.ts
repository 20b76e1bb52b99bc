/** Undo and redo over whole values; values are never changed in place. */
export interface History<T> {
  readonly past: readonly T[]
  readonly present: T
  readonly future: readonly T[]
}

const KEPT = 100

export const startHistory = <T>(present: T): History<T> => ({ past: [], present, future: [] })

/** A step that can be undone. `from` is what undoing leads back to: with a drag, what was there before it began. */
export function step<T>(history: History<T>, next: T, from: T = history.present): History<T> {
  if (next === from) return { ...history, present: next }
  return { past: [...history.past, from].slice(-KEPT), present: next, future: [] }
}

/** A change under the hand: shown, but not yet a step. */
export const preview = <T>(history: History<T>, next: T): History<T> => ({ ...history, present: next })

export function undo<T>(history: History<T>): History<T> {
  const previous = history.past.at(-1)
  if (previous === undefined) return history
  return { past: history.past.slice(0, -1), present: previous, future: [history.present, ...history.future] }
}

export function redo<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future
  if (next === undefined) return history
  return { past: [...history.past, history.present], present: next, future }
}
