import { useEffect, useEffectEvent } from 'react'
import { KEY_LIST, type KeyAction, type KeyScope } from './key-list.ts'
import { isTyping, keyOf } from './key-of.ts'

/** An action that returns false did not want the key: others may have it. */
type Actions<S extends KeyScope> = Partial<Record<KeyAction<S>, () => unknown>>

interface Entry {
  readonly scope: KeyScope
  readonly actions: () => Partial<Record<string, () => unknown>>
}

// The newest listener is asked first: an editor inside a page comes before the page.
const entries: Entry[] = []
/** So many at the front came on screen together. React tells the inner ones first, and they stay in front of what is around them. */
let together = 0
let listening = false

/** Binds actions of one scope while the component is on screen. */
export function useKeys<S extends KeyScope>(scope: S, actions: Actions<S>): void {
  const latest = useEffectEvent(() => actions)
  useEffect(() => {
    const entry: Entry = { scope, actions: latest }
    entries.splice(together, 0, entry)
    together += 1
    queueMicrotask(() => { together = 0 })
    listen()
    return () => {
      entries.splice(entries.indexOf(entry), 1)
    }
  }, [scope])
}

/** The scopes whose keys work right now, for the overlay. */
export const activeScopes = (): readonly KeyScope[] => [...new Set(entries.map((entry) => entry.scope))]

function listen(): void {
  if (listening) return
  listening = true
  window.addEventListener('keydown', (event) => {
    if (event.defaultPrevented) return
    const pressed = keyOf(event)
    const dialog = document.querySelector('[data-takes-keys]')
    if (dialog && pressed !== '?' && pressed !== 'mod+k') return
    if (isTyping(event.target) && !pressed.startsWith('mod+')) return
    if (isTyping(event.target) && pressed !== 'mod+k' && pressed !== 'mod+s') return
    // Enter and Space press the control that has the focus.
    if ((pressed === 'enter' || pressed === 'space') && isControl(event.target)) return
    if (pressed.startsWith('arrow') && isWalked(event.target)) return
    for (const { scope, actions } of entries) {
      const known: Readonly<Record<string, { readonly keys: readonly string[] }>> = KEY_LIST[scope]
      for (const [name, action] of Object.entries(actions())) {
        if (!action || !known[name]?.keys.includes(pressed)) continue
        if (action() === false) continue
        event.preventDefault()
        return
      }
    }
  })
}

const isControl = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('button, a, input, select, textarea, [role="option"], [role="menuitem"]') !== null

const isWalked = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[role="radiogroup"], .segmented, [role="tablist"], [role="slider"], [role="listbox"], [role="menu"], input') !== null
