import { ExternalLink } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { Replay, ReplayedEvent } from '../../../../common/contracts/replay.ts'
import { hrefOf } from '../../../stores/route.ts'
import { count, exactTime, lasting, whenWords } from '../../../ui/format.ts'
import { LabelMark } from '../../../ui/kit/label-mark.tsx'
import type { TrialHours, TrialStore } from './trial-store.ts'
import { CHANGES, isSameEvent, whereWords } from './trial-words.ts'

interface TrialOutcomeProps {
  readonly trial: TrialStore
  readonly replay: Replay
  readonly hours: TrialHours
  /** The drawing was changed since. */
  readonly stale: boolean
}

/** Counts, the list, and what the trial cannot know. */
export function TrialOutcome({ trial, replay, hours, stale }: TrialOutcomeProps) {
  const [shown, setShown] = useState<ReadonlySet<string>>(new Set(['gained', 'lost', 'changed']))
  const { counts, log } = replay
  const listed = replay.events.filter(({ change }) => shown.has(change)).toReversed()
  const toggle = (change: string): void => setShown((before) => (before.has(change) ? new Set([...before].filter((one) => one !== change)) : new Set([...before, change])))
  const nothing = log.frames === 0 && replay.events.length === 0
  return (
    <>
      {stale && <p className="trial-stale" role="status">Drawn anew since: try again.</p>}
      <div className="trial-counts" role="group" aria-label="What to list">
        {CHANGES.map(({ change, title }) => (
          <button key={change} type="button" className={`trial-count trial-${change}`} aria-pressed={shown.has(change)} onClick={() => toggle(change)} data-testid={`trial-count-${change}`}>
            <strong>{count(counts[change])}</strong>
            <span>{title}</span>
          </button>
        ))}
      </div>
      {nothing
        ? <p className="muted" data-testid="trial-nothing">{log.coveredSeconds > 0 ? `Nothing was tracked in the last ${hours === 1 ? 'hour' : `${hours} hours`}.` : 'Nothing is stored of this time. Tracks are kept from now on; try again later.'}</p>
        : listed.length === 0 && <p className="muted">{counts.gained + counts.lost + counts.changed === 0 ? 'No event would be different.' : 'Nothing of this kind.'}</p>}
      <ul className="trial-list" aria-label="Events">
        {listed.map((event) => <TrialRow key={`${event.change} ${event.frameId} ${event.type} ${event.trackId}`} trial={trial} event={event} />)}
      </ul>
      {replay.unlisted > 0 && <p className="muted">{count(replay.unlisted)} more are counted but not listed.</p>}
      <details className="trial-limits">
        <summary>{lasting(log.coveredSeconds * 1000)} of {lasting(hours * 3_600_000)} were analysed</summary>
        <ul>{replay.limits.map((limit) => <li key={limit}>{limit}</li>)}</ul>
      </details>
    </>
  )
}

function TrialRow({ trial, event }: { readonly trial: TrialStore; readonly event: ReplayedEvent }) {
  const chosen = useStore(trial, (state) => state.chosen !== null && isSameEvent(state.chosen, event))
  const at = Date.parse(event.startedAt)
  return (
    <li className={`trial-row trial-${event.change}`} data-testid={`trial-row-${event.change}`}>
      <button type="button" className="trial-show" aria-pressed={chosen} title="Show its box on the picture" onClick={() => trial.choose(chosen ? null : event)}>
        <span className="trial-mark">{CHANGES.find(({ change }) => change === event.change)?.title}</span>
        <LabelMark label={event.label} />
        <time className="muted" dateTime={event.startedAt} title={exactTime(at)}>{whenWords(at)}</time>
        <span className="trial-where muted">{whereWords(event)}</span>
      </button>
      {event.eventId !== null && (
        <a className="icon-button" href={hrefOf('review', event.eventId)} aria-label={`Open the event: ${event.label}, ${whenWords(at)}`} title="Open the event"><ExternalLink aria-hidden /></a>
      )}
    </li>
  )
}
