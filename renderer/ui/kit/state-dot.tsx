import type { CameraState } from '../../../common/contracts/camera-status.ts'
import './state-dot.css'

/** What a camera's state is called on every screen, and its colour. */
export const STATE_WORDS: Readonly<Record<CameraState, { word: string; tone: 'live' | 'warn' | 'alert' | 'off' }>> = {
  live: { word: 'Live', tone: 'live' },
  connecting: { word: 'Connecting', tone: 'warn' },
  stalled: { word: 'Stalled', tone: 'warn' },
  backoff: { word: 'Retrying', tone: 'alert' },
  failed: { word: 'Failed', tone: 'alert' },
  idle: { word: 'Idle', tone: 'off' },
  stopped: { word: 'Off', tone: 'off' },
}

export function StateDot({ state }: { readonly state: CameraState }) {
  return <span className={`dot dot-${STATE_WORDS[state].tone}`} aria-hidden />
}

export function StateWord({ state }: { readonly state: CameraState }) {
  const { word, tone } = STATE_WORDS[state]
  return (
    <span className="state-word">
      <span className={`dot dot-${tone}`} aria-hidden />
      {word}
    </span>
  )
}
