import { ArrowRight, Check, CircleHelp, Minus, X } from 'lucide-react'
import type { ReactNode } from 'react'
import './why.css'
import type { WhyAnswer, WhyStep } from '../../../../common/contracts/why.ts'
import { cameraName, useCameras } from '../../../stores/cameras.ts'
import { hrefOf } from '../../../stores/route.ts'
import { clockTime, exactTime } from '../../../ui/format.ts'
import { Button, IconButton } from '../../../ui/kit/button.tsx'
import { ask, askHere, closeWhy, useWhy, type Spot } from './why-store.ts'

const STAGES: Readonly<Record<WhyStep['stage'], string>> = {
  frames: 'Frames', motion: 'Motion', inference: 'Detector', detection: 'Detection', track: 'Object', zone: 'Zone', event: 'Event',
}

/** "Why no alert?": the chain from the frame to the event for one spot and moment. */
export function WhyPanel() {
  const why = useWhy((state) => state.why)
  if (why.at === 'closed') return null
  return (
    <aside className="why-panel" aria-label="Why no alert?" data-testid="why-panel">
      <header className="why-head">
        <h2>Why no alert?</h2>
        <IconButton label="Close" keys="W" onClick={closeWhy}><X aria-hidden /></IconButton>
      </header>
      {why.at === 'pick' && (
        <div className="why-hint"><CircleHelp aria-hidden /><p>Press the spot on a picture where something was and no alert came. The answer can be asked for any moment of the last hours.</p></div>
      )}
      {'spot' in why && <Moment spot={why.spot} />}
      <div aria-live="polite" aria-busy={why.at === 'asking'}>
        {why.at === 'asking' && <p className="why-note muted">Looking it up …</p>}
        {why.at === 'failed' && <p className="why-note tone-alert">{why.reason}</p>}
        {why.at === 'answered' && <Answer answer={why.answer} />}
      </div>
    </aside>
  )
}

/** Where and when, and the way to a little earlier or later. */
function Moment({ spot }: { readonly spot: Spot }) {
  const name = useCameras((state) => {
    const camera = state.list?.find(({ id }) => id === spot.cameraId)
    return camera ? cameraName(camera) : spot.cameraId
  })
  const move = (bySeconds: number, label: string): ReactNode => (
    <Button onClick={() => void ask({ ...spot, atMs: spot.atMs + bySeconds * 1000 })} aria-label={`${label} ${bySeconds < 0 ? 'earlier' : 'later'}`}>{bySeconds < 0 ? '−' : '+'}{label}</Button>
  )
  return (
    <div className="why-moment">
      <p><strong className="clip-text">{name}</strong> <time className="figures" title={exactTime(spot.atMs)}>{clockTime(spot.atMs)}.{Math.floor((spot.atMs % 1000) / 100)}</time></p>
      <div className="why-steps-by" role="group" aria-label="Moment">
        {move(-60, '1 min')}
        {move(-10, '10 s')}
        {move(-1, '1 s')}
        {move(1, '1 s')}
        {move(10, '10 s')}
        <Button onClick={() => askHere(spot.cameraId, spot.point)}>Now</Button>
      </div>
    </div>
  )
}

function Answer({ answer }: { readonly answer: WhyAnswer }) {
  return (
    <>
      <p className="why-verdict" data-testid="why-verdict">{answer.verdict.slice(0, 1).toUpperCase()}{answer.verdict.slice(1)}.</p>
      {answer.event !== null && <p className="why-note"><a href={hrefOf('review', answer.event)}>Open the event <ArrowRight aria-hidden /></a></p>}
      <ol className="why-chain" data-testid="why-chain">
        {answer.steps.map((step) => (
          <li key={step.stage} data-ok={String(step.ok)}>
            <Sign ok={step.ok} />
            <span className="why-stage">{STAGES[step.stage]}</span>
            <span>{step.text}</span>
          </li>
        ))}
      </ol>
      {answer.keptSince !== null && <p className="why-note muted">Known since {clockTime(Date.parse(answer.keptSince))}.</p>}
    </>
  )
}

function Sign({ ok }: { readonly ok: boolean | null }) {
  if (ok === null) return <Minus className="muted" aria-label="decides nothing" />
  return ok ? <Check className="tone-live" aria-label="passed" /> : <X className="tone-alert" aria-label="ended here" />
}
