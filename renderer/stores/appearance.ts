import { create } from 'zustand'
import { persist } from 'zustand/middleware'

export type Theme = 'system' | 'dark' | 'light'
export type Density = 'comfortable' | 'compact'

interface Appearance {
  readonly theme: Theme
  readonly density: Density
}

/** Kept in the browser: it is the operator's taste, not the engine's business. */
export const useAppearance = create<Appearance>()(persist((): Appearance => ({ theme: 'system', density: 'comfortable' }), { name: 'vigil.appearance' }))

/** Writes the choice on the page and follows the system's preference. */
export function startAppearance(): void {
  const light = window.matchMedia('(prefers-color-scheme: light)')
  const apply = (): void => {
    const { theme, density } = useAppearance.getState()
    document.documentElement.dataset['theme'] = theme === 'system' ? (light.matches ? 'light' : 'dark') : theme
    document.documentElement.dataset['density'] = density
  }
  apply()
  light.addEventListener('change', apply)
  useAppearance.subscribe(apply)
}
