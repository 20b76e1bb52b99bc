import { Monitor, Moon, Sun } from 'lucide-react'
import { useAppearance, type Density, type Theme } from '../../stores/appearance.ts'
import { Segmented } from '../../ui/kit/segmented.tsx'
import { SettingRow } from './setting-row.tsx'

const THEMES: readonly { value: Theme; text: React.ReactNode }[] = [
  { value: 'system', text: <><Monitor aria-hidden />System</> },
  { value: 'dark', text: <><Moon aria-hidden />Dark</> },
  { value: 'light', text: <><Sun aria-hidden />Light</> },
]
const DENSITIES: readonly { value: Density; text: string }[] = [{ value: 'comfortable', text: 'Comfortable' }, { value: 'compact', text: 'Compact' }]

export function AppearanceSection() {
  const { theme, density } = useAppearance()
  return (
    <div className="rows">
      <SettingRow title="Theme" text="System follows what this computer prefers.">
        <Segmented label="Theme" value={theme} options={THEMES} onChange={(next) => useAppearance.setState({ theme: next })} testId="theme" />
      </SettingRow>
      <SettingRow title="Density" text="Compact shows more rows in tables and forms.">
        <Segmented label="Density" value={density} options={DENSITIES} onChange={(next) => useAppearance.setState({ density: next })} testId="density" />
      </SettingRow>
    </div>
  )
}
