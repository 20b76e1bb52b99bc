interface Pressed {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** A key press as the key list writes it: `mod+k`, `alt+1`, `?`, `arrowleft`. Shift counts only with another modifier. */
export function keyOf({ key, code, ctrlKey, metaKey, altKey, shiftKey }: Pressed): string {
  // With Alt some layouts give other signs for digits; the key's own place is meant.
  const digit = altKey ? /^Digit(\d)$/.exec(code)?.[1] : undefined
  const base = digit ?? (key === ' ' ? 'space' : key.toLowerCase())
  const mod = ctrlKey || metaKey
  return `${mod ? 'mod+' : ''}${altKey ? 'alt+' : ''}${shiftKey && (mod || altKey) ? 'shift+' : ''}${base}`
}

/** Signs typed into a field are text, not commands. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'range', 'button'].includes(target.type)
}
