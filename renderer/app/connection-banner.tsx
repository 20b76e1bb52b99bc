import { useLink } from '../stores/link.ts'
import { Banner } from '../ui/kit/banner.tsx'
import { Button } from '../ui/kit/button.tsx'
import { useCountdown } from '../ui/use-countdown.ts'

/** Calm words while the engine is away; everything comes back by itself. */
export function ConnectionBanner() {
  const { state, knock } = useLink()
  const seconds = useCountdown(state.at === 'waiting' ? state.retryAtMs : null)
  if (state.at === 'open') return null
  return (
    <Banner tone="warn" testId="connection-banner" action={<Button tone="quiet" onClick={knock}>Try now</Button>}>
      {seconds ? `Engine not reachable, retrying in ${seconds} s.` : 'Engine not reachable, retrying now.'} What you see is from before.
    </Banner>
  )
}
