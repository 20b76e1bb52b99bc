import { Camera as CameraIcon, ChevronLeft, ChevronRight, CircleHelp, Gauge, Info, Maximize, Minimize, PanelRight, Scan, SquareDashed } from 'lucide-react'
import type { Camera } from '../../../common/contracts/camera-status.ts'
import { IconButton } from '../../ui/kit/button.tsx'
import { Segmented } from '../../ui/kit/segmented.tsx'
import { LAYOUTS, layoutFor, pagesOf, type Layout } from './layout.ts'
import { setLook, toggle, useLive } from './live-store.ts'
import { saveSnapshot } from './save-snapshot.ts'
import { toggleEvents, toggleWhy } from './side-panel.ts'
import { useWhy } from './why/why-store.ts'

/** What the wall shows and how; every button has a key. */
export function WallBar({ cameras }: { readonly cameras: readonly Camera[] }) {
  const { layout: chosen, page, look, info, numbers, events, selected } = useLive()
  const asks = useWhy((state) => state.why.at !== 'closed')
  const layout = chosen ?? layoutFor(cameras.length)
  const pages = pagesOf(cameras.length, layout)
  const at = Math.min(page, pages - 1)
  return (
    <div className="wall-bar" role="toolbar" aria-label="Wall">
      <Segmented
        label="Tiles" value={String(layout)} testId="layout" onChange={(next) => useLive.setState({ layout: Number(next) as Layout, page: 0 })}
        options={LAYOUTS.map((size) => ({ value: String(size), text: String(size), label: size === 1 ? 'One tile' : `${size} tiles` }))}
      />
      {pages > 1 && (
        <span className="wall-bar-pages">
          <IconButton label="Previous page" keys="Page up" disabled={at === 0} onClick={() => useLive.setState({ page: at - 1 })}><ChevronLeft aria-hidden /></IconButton>
          <span data-testid="page">{at + 1} / {pages}</span>
          <IconButton label="Next page" keys="Page down" disabled={at === pages - 1} onClick={() => useLive.setState({ page: at + 1 })}><ChevronRight aria-hidden /></IconButton>
        </span>
      )}
      <span className="grow" />
      <IconButton label="Boxes" keys="B" pressed={look.boxes} onClick={() => setLook({ boxes: !look.boxes })} data-testid="toggle-boxes"><Scan aria-hidden /></IconButton>
      <IconButton label="Zones and lines" keys="Z" pressed={look.regions} onClick={() => setLook({ regions: !look.regions })} data-testid="toggle-zones"><SquareDashed aria-hidden /></IconButton>
      <IconButton label={look.fit === 'contain' ? 'Fill the tiles' : 'Show whole pictures'} keys="F" onClick={() => setLook({ fit: look.fit === 'contain' ? 'cover' : 'contain' })} data-testid="toggle-fit">
        {look.fit === 'contain' ? <Maximize aria-hidden /> : <Minimize aria-hidden />}
      </IconButton>
      <IconButton label="Figures on every tile" keys="I" pressed={info} onClick={() => toggle('info')} data-testid="toggle-info"><Info aria-hidden /></IconButton>
      <IconButton label="Figures of the selected camera" keys="N" pressed={numbers} onClick={() => toggle('numbers')} data-testid="toggle-numbers"><Gauge aria-hidden /></IconButton>
      <IconButton label="Why no alert?" keys="W" pressed={asks} onClick={() => toggleWhy()} data-testid="toggle-why"><CircleHelp aria-hidden /></IconButton>
      <IconButton label="Save the picture of the selected tile" keys="S" disabled={!selected} onClick={() => selected && void saveSnapshot(selected)} data-testid="snapshot"><CameraIcon aria-hidden /></IconButton>
      <IconButton label="Newest events" keys="E" pressed={events && !asks} onClick={toggleEvents} data-testid="toggle-events"><PanelRight aria-hidden /></IconButton>
    </div>
  )
}
