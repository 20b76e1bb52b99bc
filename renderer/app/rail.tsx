import { Activity, Cctv, Clapperboard, Keyboard, LayoutGrid, Settings } from 'lucide-react'
import './rail.css'
import { hrefOf, type Screen } from '../stores/route.ts'
import { Tip } from '../ui/kit/tip.tsx'
import { Brand } from './brand.tsx'

export const SCREEN_NAMES: Readonly<Record<Screen, string>> = {
  live: 'Live', review: 'Review', performance: 'Performance', cameras: 'Cameras', settings: 'Settings',
}

const ITEMS = [
  { screen: 'live', icon: LayoutGrid, keys: 'Alt+1' },
  { screen: 'review', icon: Clapperboard, keys: 'Alt+2' },
  { screen: 'performance', icon: Activity, keys: 'Alt+3' },
  { screen: 'cameras', icon: Cctv, keys: 'Alt+4' },
  { screen: 'settings', icon: Settings, keys: 'Alt+5' },
] as const

export function Rail({ current, onHelp }: { readonly current: Screen; readonly onHelp: () => void }) {
  return (
    <nav className="rail" aria-label="Screens">
      <a className="rail-brand" href={hrefOf('live')} aria-label="Vigil, to the live screen" tabIndex={-1}><Brand size={30} /></a>
      {ITEMS.map(({ screen, icon: Icon, keys }) => (
        <Tip key={screen} text={SCREEN_NAMES[screen]} keys={keys} side="right">
          <a className="rail-item" href={hrefOf(screen)} aria-label={SCREEN_NAMES[screen]} aria-current={current === screen ? 'page' : undefined} data-testid={`nav-${screen}`}>
            <Icon aria-hidden />
          </a>
        </Tip>
      ))}
      <span className="rail-space" />
      <Tip text="Keys" keys="?" side="right">
        <button type="button" className="rail-item" aria-label="Show the keys" onClick={onHelp} data-testid="nav-keys"><Keyboard aria-hidden /></button>
      </Tip>
    </nav>
  )
}
