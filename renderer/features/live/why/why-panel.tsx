import { ArrowRight, Check, CircleHelp, Minus, X } from 'lucide-react'
import './why.css'
import type { WhyAnswer, WhyStep } from '../../../../common/contracts/why.ts'
import { hrefOf } from '../../../stores/route.ts'
import { clockTime, exactTime } from '../../../ui/format.ts'
import { Button, IconButton } from '../../../ui/kit/button.tsx'
import { leaveWhy } from '../side-panel.ts'
import { WhyMoment } from './why-moment.tsx'
import { ask, useWhy } from './why-store.ts'
import { inWords } from './why-words.ts'

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
        <IconButton label="Close" keys="Esc" side="left" onClick={leaveWhy}><X aria-hidden /></IconButton>
      </header>
      {/* A region that scrolls must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="why-body" tabIndex={0} role="group" aria-label="Answer">
        {why.at === 'pick' && (
          <div className="why-hint">
            <CircleHelp aria-hidden />
            <p>Press the spot on a picture where something was and no alert came.</p>
            <p>Too late? Press the spot anyway, then go back to the moment.</p>
          </div>
        )}
        {'spot' in why && <WhyMoment spot={why.spot} />}
        <div aria-live="polite" aria-busy={why.at === 'asking'}>
          {why.at === 'asking' && <p className="why-note muted">Looking it up…</p>}
          {why.at === 'failed' && (
            <div className="why-failed">
              <p>{inWords(why.reason)}</p>
              <Button onClick={() => void ask(why.spot)}>Ask again</Button>
            </div>
          )}
          {why.at === 'answered' && <Answer answer={why.answer} />}
        </div>
      </div>
    </aside>
  )
}

function Answer({ answer }: { readonly answer: WhyAnswer }) {
  const since = answer.keptSince === null ? null : Date.parse(answer.keptSince)
  // A single step is the verdict itself.
  const chain = answer.steps.length > 1 ? answer.steps : []
  return (
    <>
      <p className="why-verdict" data-testid="why-verdict">{inWords(answer.verdict)}.</p>
      {answer.event !== null && <p className="why-event"><a className="button" href={hrefOf('review', answer.event)} data-testid="why-event">Open the event <ArrowRight aria-hidden /></a></p>}
      <ol className="why-chain" data-testid="why-chain">
        {chain.map((step) => {
          const decided = step.ok === false && step.text === answer.verdict
          return (
            <li key={step.stage} data-ok={String(step.ok)} data-decided={decided}>
              <Sign ok={step.ok} decided={decided} />
              <span className="why-stage">{STAGES[step.stage]}</span>
              <span className="why-text">{inWords(step.text)}</span>
            </li>
          )
        })}
      </ol>
      {since !== null && <p className="why-note muted">The reasons of this camera are kept since <time title={exactTime(since)}>{clockTime(since)}</time>.</p>}
    </>
  )
}

/** Only what decided is red: a step can say no and be passed all the same, as by somebody who stands still. */
function Sign({ ok, decided }: { readonly ok: boolean | null; readonly decided: boolean }) {
  if (ok === null) return <Minus className="muted" role="img" aria-label="decides nothing" />
  if (ok) return <Check className="tone-live" role="img" aria-label="passed" />
  return <X className={decided ? 'tone-alert' : 'muted'} role="img" aria-label={decided ? 'ended here' : 'not passed'} />
}
