import { useKeys } from '../../../ui/keys/use-keys.ts'
import { changeSpeed, turn } from '../../../ui/player/player-settings.ts'
import { neighbourOf } from '../../../ui/timeline/neighbour.ts'
import { zoomed } from '../../../ui/timeline/span.ts'
import type { TimelineStore } from '../../../ui/timeline/timeline-store.ts'
import { useChangeView } from '../view-switch.tsx'
import { momentNow, setPlaying, stepMoment } from './conductor.ts'
import { useSession } from './session.ts'
import { saveMoment } from './transport-bar.tsx'

interface RecordingsKeys {
  readonly store: TimelineStore
  readonly cameras: readonly string[]
  readonly onSeek: (ms: number) => void
  readonly onExport: () => unknown
  readonly exporting: boolean
  readonly onClose: () => void
}

/** Recordings by keyboard. */
export function useRecordingsKeys({ store, cameras, onSeek, onExport, exporting, onClose }: RecordingsKeys): void {
  const changeView = useChangeView()
  const jump = (direction: 'next' | 'previous') => (): void => {
    void neighbourOf(cameras, momentNow(), direction).then((found) => found && onSeek(found.startedMs))
  }
  const zoom = (factor: number) => (): void => store.setState(({ span, cursorMs }) => ({ span: zoomed(span, factor, cursorMs ?? span.toMs, Date.now()) }))
  useKeys('recordings', {
    nextEvent: jump('next'),
    previousEvent: jump('previous'),
    back: () => onSeek(momentNow() - 10_000),
    on: () => onSeek(Math.min(Date.now(), momentNow() + 10_000)),
    zoomIn: zoom(1.5),
    zoomOut: zoom(1 / 1.5),
    now: () => onSeek(Date.now() - 8_000),
    markIn: () => store.setState({ inMs: momentNow() }),
    markOut: () => store.setState({ outMs: momentNow() }),
    clear: () => {
      if (exporting) return onClose()
      const { inMs, outMs } = store.getState()
      return inMs === null && outMs === null ? false : store.setState({ inMs: null, outMs: null })
    },
    export: onExport,
  })
  useKeys('review', {
    queue: () => changeView('queue'),
    list: () => changeView('list'),
  })
  useKeys('player', {
    play: () => setPlaying(!useSession.getState().playing),
    stepBack: () => stepMoment(-1),
    stepOn: () => stepMoment(1),
    slower: () => changeSpeed(-1),
    faster: () => changeSpeed(1),
    boxes: () => turn('boxes'),
    path: () => turn('path'),
    regions: () => turn('regions'),
    snapshot: () => void saveMoment(cameras, 'png', true),
  })
}
