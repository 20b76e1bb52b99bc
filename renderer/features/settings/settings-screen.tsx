import { Search } from 'lucide-react'
import { useEffect, useState } from 'react'
import './settings-screen.css'
import { useLink } from '../../stores/link.ts'
import { loadModels } from '../../stores/models.ts'
import { hrefOf, useRoute } from '../../stores/route.ts'
import { AppearanceSection } from './appearance-section.tsx'
import { DiagnosticsSection } from './diagnostics-section.tsx'
import { ModelSection } from './model-section.tsx'
import { OperatorSection } from './operator-section.tsx'
import { findSections, SECTIONS, type SectionId } from './sections.ts'
import { KeyboardSection } from './keyboard-section.tsx'
import { StorageSection } from './storage-section.tsx'

const BODIES: Readonly<Record<SectionId, () => React.ReactNode>> = {
  storage: StorageSection,
  operator: OperatorSection,
  appearance: AppearanceSection,
  keyboard: KeyboardSection,
  model: ModelSection,
  diagnostics: DiagnosticsSection,
}

export function SettingsScreen() {
  const [text, setText] = useState('')
  const asked = useRoute((state) => state.route.rest[0])
  const open = useLink((link) => link.state.at === 'open')
  const current = SECTIONS.find((section) => section.id === asked) ?? SECTIONS[0]
  const found = findSections(text)
  useEffect(() => {
    // The section says itself that nothing is known yet.
    if (open) loadModels().catch(() => {})
  }, [open])
  const Body = BODIES[current.id]
  return (
    <div className="settings">
      <nav className="settings-nav" aria-label="Settings">
        <span className="input">
          <Search aria-hidden />
          <input type="search" aria-label="Search the settings" placeholder="Search" value={text} onChange={(event) => setText(event.target.value)} data-testid="settings-search" />
        </span>
        <ul>
          {found.map(({ id, name }) => (
            <li key={id}><a className="settings-link" href={hrefOf('settings', id)} aria-current={id === current.id ? 'page' : undefined} data-testid={`settings-${id}`}>{name}</a></li>
          ))}
        </ul>
        {found.length === 0 && <p className="muted settings-none">No setting is called that.</p>}
      </nav>
      {/* It scrolls, so the keyboard must reach it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="settings-body" role="region" aria-label={current.name} tabIndex={0}>
        <h2 className="settings-title">{current.name}</h2>
        <Body />
      </div>
    </div>
  )
}
