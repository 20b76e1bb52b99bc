import { History, Maximize2, Minimize2, Settings2, Spline } from 'lucide-react'
import { useMemo } from 'react'
import './tile.css'
import type { Camera } from '../../../common/contracts/camera-status.ts'
import { cameraName, useCameras } from '../../stores/cameras.ts'
import { useEvents } from '../../stores/events.ts'
import { useLink } from '../../stores/link.ts'
import { hrefOf } from '../../stores/route.ts'
import { CameraTrouble } from '../../ui/wall/camera-trouble.tsx'
import { LiveCanvas } from '../../ui/wall/live-canvas.tsx'
import { IconButton } from '../../ui/kit/button.tsx'
import { StateDot, STATE_WORDS } from '../../ui/kit/state-dot.tsx'
import { Tip } from '../../ui/kit/tip.tsx'
import { WhyLayer } from './why/why-layer.tsx'
import { useLive } from './live-store.ts'
import { RewindLayer } from './rewind/rewind-layer.tsx'
import { toggleRewind } from './rewind/rewind-store.ts'
import { TileClock, TileFigures, TileLimit } from './tile-facts.tsx'

interface TileProps {
  readonly camera: Camera
  readonly selected: boolean
  readonly large: boolean
  readonly hidden: boolean
  readonly onEnlarge: () => void
}

/** One camera on the wall: the picture, and little on top of it. */
export function Tile({ camera, selected, large, hidden, onEnlarge }: TileProps) {
  const look = useLive((state) => state.look)
  const info = useLive((state) => state.info)
  const state = useCameras((all) => all.status[camera.id]?.state ?? camera.state)
  const alerting = useEvents((all) => all.alerting.has(camera.id))
  const regions = useMemo(() => ({ zones: camera.zones, lines: camera.lines }), [camera.zones, camera.lines])
  // Without the engine nothing on screen is live any more.
  const reachable = useLink((link) => link.state.at === 'open')
  const name = cameraName(camera)
  const word = STATE_WORDS[state].word
  return (
    // Everything a press does here has a key, too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      className={`tile ${selected ? 'tile-selected' : ''} ${alerting ? 'tile-alert' : ''} ${state === 'live' && reachable ? '' : 'tile-dead'} ${large ? 'tile-large' : ''}`}
      hidden={hidden} role="group" aria-label={`${name}, ${word}${alerting ? ', alert' : ''}`} data-testid={`tile-${camera.id}`} data-state={state}
      // A tile takes the focus so that keys and screen readers can walk the wall.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onFocus={() => useLive.setState({ selected: camera.id })}
      onPointerDown={() => useLive.setState({ selected: camera.id })}
      onDoubleClick={onEnlarge}
    >
      <LiveCanvas cameraId={camera.id} label={`Live picture of ${name}`} look={look} regions={regions} />
      <CameraTrouble cameraId={camera.id} />
      <RewindLayer cameraId={camera.id} name={name} />
      <WhyLayer cameraId={camera.id} name={name} fit={look.fit} />
      <span className="tile-state">
        <StateDot state={state} />
        {state !== 'live' && <span>{word}</span>}
      </span>
      <span className="tile-menu">
        <IconButton label="The last minute" keys="R" onClick={() => toggleRewind(camera.id)} data-testid={`rewind-open-${camera.id}`}><History aria-hidden /></IconButton>
        <Tip text="Regions"><a className="icon-button" href={hrefOf('cameras', camera.id, 'regions')} aria-label={`Regions of ${name}`}><Spline aria-hidden /></a></Tip>
        <Tip text="Settings"><a className="icon-button" href={hrefOf('cameras', camera.id)} aria-label={`Settings of ${name}`}><Settings2 aria-hidden /></a></Tip>
        <IconButton label={large ? 'Back to the wall' : 'Enlarge'} keys={large ? 'Esc' : 'Enter'} onClick={onEnlarge}>{large ? <Minimize2 aria-hidden /> : <Maximize2 aria-hidden />}</IconButton>
      </span>
      <div className="tile-foot">
        <span className="tile-name clip-text">{name}</span>
        <TileLimit cameraId={camera.id} />
        <TileFigures cameraId={camera.id} always={info} />
        <TileClock cameraId={camera.id} />
      </div>
    </div>
  )
}
