import { Suspense, lazy, useEffect, useState } from 'react'
import './shell.css'
import { go, useRoute } from '../stores/route.ts'
import { undoLast } from '../stores/toasts.ts'
import { useKeys } from '../ui/keys/use-keys.ts'
import { ConnectionBanner } from './connection-banner.tsx'
import { KeysOverlay } from './keys-overlay.tsx'
import { Palette } from './palette.tsx'
import { Rail, SCREEN_NAMES } from './rail.tsx'
import { ScreenGuard } from './screen-guard.tsx'
import { StatusStrip } from './status-strip.tsx'
import { Toasts } from './toasts.tsx'
import { LiveScreen } from '../features/live/live-screen.tsx'

// The wall is there at once; the rest comes when it is looked at.
const SCREENS = {
  live: LiveScreen,
  review: lazy(async () => ({ default: (await import('../features/review/review-screen.tsx')).ReviewScreen })),
  performance: lazy(async () => ({ default: (await import('../features/performance/performance-screen.tsx')).PerformanceScreen })),
  cameras: lazy(async () => ({ default: (await import('../features/cameras/cameras-screen.tsx')).CamerasScreen })),
  settings: lazy(async () => ({ default: (await import('../features/settings/settings-screen.tsx')).SettingsScreen })),
}

type Overlay = 'keys' | 'palette' | null

export function Shell() {
  const screen = useRoute((state) => state.route.screen)
  const [overlay, setOverlay] = useState<Overlay>(null)
  const toggle = (which: Overlay) => (): void => setOverlay((now) => (now === which ? null : which))
  useKeys('everywhere', {
    help: toggle('keys'),
    find: toggle('palette'),
    undo: undoLast,
    live: () => go('live'),
    review: () => go('review'),
    performance: () => go('performance'),
    cameras: () => go('cameras'),
    settings: () => go('settings'),
  })
  const Screen = SCREENS[screen]
  useEffect(() => {
    document.title = `${SCREEN_NAMES[screen]} · Vigil`
  }, [screen])
  return (
    <div className="shell">
      <a className="skip" href="#screen" onClick={(event) => { event.preventDefault(); document.querySelector<HTMLElement>('#screen')?.focus() }}>Skip to the screen</a>
      <Rail current={screen} onHelp={toggle('keys')} />
      <StatusStrip screen={screen} onFind={toggle('palette')} />
      <main id="screen" className="screen" tabIndex={-1}>
        <ConnectionBanner />
        <div className="screen-body">
          <ScreenGuard key={screen}>
            <Suspense fallback={<div className="screen-loading" aria-busy="true" />}><Screen /></Suspense>
          </ScreenGuard>
        </div>
      </main>
      <Toasts />
      {overlay === 'keys' && <KeysOverlay onClose={() => setOverlay(null)} />}
      {overlay === 'palette' && <Palette onClose={() => setOverlay(null)} />}
    </div>
  )
}
