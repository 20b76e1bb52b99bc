import { BracketsIcon, Camera, Download, Pause, Play, Radio, Scan, SkipBack, SkipForward, SquareDashed, StepBack, StepForward, Waypoints } from 'lucide-react'
import { say } from '../../../stores/toasts.ts'
import { clockTime, dayOf, exactTime, length } from '../../../ui/format.ts'
import { Button, IconButton } from '../../../ui/kit/button.tsx'
import { Menu } from '../../../ui/kit/menu.tsx'
import { Select } from '../../../ui/kit/select.tsx'
import { SPEEDS, turn, usePlayerSettings, type Speed } from '../../../ui/player/player-settings.ts'
import { saveFrame, type FrameFormat } from '../../../ui/player/save-frame.ts'
import { neighbourOf } from '../../../ui/timeline/neighbour.ts'
import type { TimelineStore } from '../../../ui/timeline/timeline-store.ts'
import { momentNow, setPlaying, stepMoment } from './conductor.ts'
import { pictures } from './pictures.ts'
import { useSession } from './session.ts'
import { useRange } from './use-range.ts'

interface TransportProps {
  readonly store: TimelineStore
  readonly cameras: readonly string[]
  readonly onSeek: (ms: number) => void
  readonly onExport: () => void
  readonly exporting: boolean
}

const SPEED_OPTIONS = SPEEDS.map((speed) => ({ value: String(speed), text: `${speed}×` }))

/** A picture of every camera that shows one. */
export async function saveMoment(cameras: readonly string[], format: FrameFormat, marks: boolean): Promise<void> {
  const saved: string[] = []
  for (const camera of cameras.filter((id) => useSession.getState().covered.has(id))) {
    const picture = pictures.of(camera)
    if (!picture?.video.current) continue
    const file = await saveFrame({ video: picture.video.current, shown: picture.shown, seconds: picture.store.getState().seconds, format, marks, name: camera, atMs: momentNow() })
    if (file !== null) saved.push(file)
  }
  say(saved.length === 0 ? { text: 'There is no picture to save at this moment.', tone: 'bad' } : { text: saved.length === 1 ? `Saved ${saved[0]}` : `Saved ${saved.length} pictures`, tone: 'good' })
}

export function Transport({ store, cameras, onSeek, onExport, exporting }: TransportProps) {
  const playing = useSession((state) => state.playing)
  const word = useSession((state) => state.word)
  const { speed, boxes, path, regions } = usePlayerSettings()
  const jump = (direction: 'next' | 'previous') => async (): Promise<void> => {
    const found = await neighbourOf(cameras, momentNow(), direction)
    if (found) onSeek(found.startedMs)
  }
  return (
    <div className="transport" role="toolbar" aria-label="Playing">
      <IconButton label="To the previous event" keys="K" onClick={() => void jump('previous')()} data-testid="previous-event"><SkipBack aria-hidden /></IconButton>
      <IconButton label="One frame back" keys="," onClick={() => stepMoment(-1)}><StepBack aria-hidden /></IconButton>
      <IconButton label={playing ? 'Pause' : 'Play'} keys="Space" onClick={() => setPlaying(!playing)} data-testid="play">{playing ? <Pause aria-hidden /> : <Play aria-hidden />}</IconButton>
      <IconButton label="One frame on" keys="." onClick={() => stepMoment(1)}><StepForward aria-hidden /></IconButton>
      <IconButton label="To the next event" keys="J" onClick={() => void jump('next')()} data-testid="next-event"><SkipForward aria-hidden /></IconButton>
      <Moment />
      {word !== null && <span className="muted clip-text" role="status">{word}</span>}
      <span className="grow" />
      <RangeMarks store={store} onExport={onExport} exporting={exporting} />
      <IconButton label="Boxes" pressed={boxes} keys="B" onClick={() => turn('boxes')}><Scan aria-hidden /></IconButton>
      <IconButton label="Paths" pressed={path} keys="T" onClick={() => turn('path')}><Waypoints aria-hidden /></IconButton>
      <IconButton label="Zones and tripwires" pressed={regions} keys="G" onClick={() => turn('regions')}><SquareDashed aria-hidden /></IconButton>
      <Menu
        trigger={<button type="button" className="icon-button" aria-label="Save this moment as a picture" title="Save this moment as a picture (S)"><Camera aria-hidden /></button>}
        items={[{ text: 'As shown, PNG', detail: 'S', run: () => void saveMoment(cameras, 'png', true) }, { text: 'Without marks, PNG', run: () => void saveMoment(cameras, 'png', false) }, { text: 'Without marks, JPEG', run: () => void saveMoment(cameras, 'jpeg', false) }]}
      />
      <Select label="Speed" value={String(speed)} options={SPEED_OPTIONS} onChange={(value) => usePlayerSettings.setState({ speed: Number(value) as Speed })} testId="speed" />
      <Button icon={<Radio aria-hidden />} onClick={() => onSeek(Date.now() - 8_000)} title="To the newest footage (End)">Newest</Button>
    </div>
  )
}

/** The moment all cameras are at. */
function Moment() {
  const second = useSession((state) => (state.atMs === null ? null : Math.floor(state.atMs / 1000)))
  if (second === null) return <span className="transport-moment muted">–</span>
  return <time className="transport-moment" title={exactTime(second * 1000)} data-testid="moment"><span className="muted">{dayOf(second * 1000)}</span> {clockTime(second * 1000)}</time>
}

function RangeMarks({ store, onExport, exporting }: Pick<TransportProps, 'store' | 'onExport' | 'exporting'>) {
  const range = useRange(store)
  return (
    <>
      <Button tone="quiet" icon={<BracketsIcon aria-hidden />} title="The range begins at this moment (I)" onClick={() => store.setState({ inMs: momentNow() })} data-testid="mark-in">In</Button>
      <Button tone="quiet" title="The range ends at this moment (O)" onClick={() => store.setState({ outMs: momentNow() })} data-testid="mark-out">Out</Button>
      <Button icon={<Download aria-hidden />} disabled={!range} aria-pressed={exporting} title={range ? 'Export the range (E)' : 'Mark a range first: I where it begins, O where it ends'} onClick={onExport} data-testid="export-range">
        {range ? `Export ${length((range.toMs - range.fromMs) / 1000)}` : 'Export'}
      </Button>
    </>
  )
}
