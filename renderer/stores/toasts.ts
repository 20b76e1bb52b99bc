import { create } from 'zustand'
import { errorText } from '../transport/error-text.ts'

export interface Toast {
  readonly id: number
  readonly tone: 'info' | 'good' | 'bad'
  readonly text: string
  /** Shown with a bar that empties; undoing is possible until then. */
  readonly endsAtMs: number
  readonly lastsMs: number
  readonly undo: (() => void) | null
  /** Something to go on with. */
  readonly action: ToastAction | null
}

interface ToastAction {
  readonly text: string
  readonly run: () => void
}

export const useToasts = create<{ toasts: readonly Toast[] }>()(() => ({ toasts: [] }))

let nextId = 1

interface Saying {
  readonly text: string
  readonly tone?: Toast['tone']
  readonly seconds?: number
  readonly undo?: () => void
  readonly action?: ToastAction
}

export function say({ text, tone = 'info', seconds = tone === 'bad' ? 9 : 4, undo, action }: Saying): number {
  const id = nextId++
  const toast: Toast = { id, tone, text, lastsMs: seconds * 1000, endsAtMs: Date.now() + seconds * 1000, undo: undo ?? null, action: action ?? null }
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts.slice(-4), toast] }))
  setTimeout(() => hush(id), seconds * 1000)
  return id
}

export function hush(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }))
}

export const sayError = (error: unknown): void => void say({ text: errorText(error), tone: 'bad' })

const UNDO_SECONDS = 10

interface Delayed {
  readonly text: string
  /** Makes it look done at once; returns how to look as before. */
  readonly hide: () => () => void
  /** Really does it, when the time to undo is over. */
  readonly run: () => Promise<unknown>
}

const waiting = new Map<number, () => void>()

/** Ten seconds to change one's mind; leaving the page does it at once. */
export function doLater({ text, hide, run }: Delayed): void {
  const show = hide()
  const finish = (): void => {
    clearTimeout(timer)
    waiting.delete(key)
    hush(key)
    run().catch((error: unknown) => {
      show()
      sayError(error)
    })
  }
  const timer = setTimeout(finish, UNDO_SECONDS * 1000)
  const key: number = say({
    text,
    seconds: UNDO_SECONDS,
    undo: () => {
      clearTimeout(timer)
      waiting.delete(key)
      hush(key)
      show()
    },
  })
  waiting.set(key, finish)
}

/** The newest thing that can still be undone, for Ctrl+Z. */
export function undoLast(): boolean {
  const last = useToasts.getState().toasts.findLast((toast) => toast.undo)
  last?.undo?.()
  return last !== undefined
}

export function finishWaiting(): void {
  for (const finish of waiting.values()) finish()
}
