import './gate-page.css'
import { Button } from '../ui/kit/button.tsx'
import { useLink } from '../stores/link.ts'
import { Brand } from './brand.tsx'
import { useCountdown } from '../ui/use-countdown.ts'

/** Until the first connection stands. */
export function StartPage() {
  const { state, knock } = useLink()
  const seconds = useCountdown(state.at === 'waiting' ? state.retryAtMs : null)
  return (
    <main className="gate" aria-busy={state.at === 'connecting'}>
      <Brand size={56} />
      <h1>{state.at === 'waiting' ? 'The engine does not answer' : 'Connecting to the engine'}</h1>
      {state.at === 'waiting'
        ? <p className="gate-text">Vigil's engine is not running at {location.host}, or it is still starting. Trying again {seconds === 0 ? 'now' : `in ${seconds} s`}.</p>
        : <p className="gate-text">One moment.</p>}
      {state.at === 'waiting' && <Button onClick={knock}>Try now</Button>}
    </main>
  )
}
