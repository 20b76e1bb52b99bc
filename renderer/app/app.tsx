import { Tooltip } from 'radix-ui'
import { useLink } from '../stores/link.ts'
import { LoginPage } from './login-page.tsx'
import { Shell } from './shell.tsx'
import { StartPage } from './start-page.tsx'

export function App() {
  const { state, wasOpen } = useLink()
  return (
    <Tooltip.Provider delayDuration={350} skipDelayDuration={200}>
      {state.at === 'denied' ? <LoginPage why={state.why} /> : wasOpen ? <Shell /> : <StartPage />}
    </Tooltip.Provider>
  )
}
