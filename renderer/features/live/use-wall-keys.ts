import type { Camera } from '../../../common/contracts/camera-status.ts'
import { go } from '../../stores/route.ts'
import { useKeys } from '../../ui/keys/use-keys.ts'
import { pagesOf, walk, type Layout } from './layout.ts'
import { setLook, toggle, useLive } from './live-store.ts'
import { useWhy } from './why/why-store.ts'
import { saveSnapshot } from './save-snapshot.ts'
import { toggleRewind } from './rewind/rewind-store.ts'
import { focusTile, leaveWhy, toggleEvents, toggleWhy } from './side-panel.ts'

interface WallKeys {
  readonly cameras: readonly Camera[]
  readonly paged: readonly Camera[]
  readonly layout: Layout
  readonly columns: number
  readonly enlarged: string | null
}

/** The wall by keyboard. */
export function useWallKeys({ cameras, paged, layout, columns, enlarged }: WallKeys): void {
  const { look, selected, page } = useLive()
  const asks = useWhy((state) => state.why.at !== 'closed')

  const choose = (size: Layout) => (): void => {
    useLive.setState({ layout: size, page: 0 })
    if (enlarged) go('live')
  }
  const step = (way: 'left' | 'right' | 'up' | 'down') => (): void => {
    if (enlarged) {
      const at = cameras.findIndex((camera) => camera.id === enlarged)
      const next = cameras[(at + (way === 'left' || way === 'up' ? -1 : 1) + cameras.length) % cameras.length]
      if (next) go('live', next.id)
      return
    }
    const at = Math.max(0, paged.findIndex((camera) => camera.id === selected))
    const next = paged[walk(at, way, { tiles: paged.length, columns })]
    if (!next) return
    useLive.setState({ selected: next.id })
    focusTile(next.id)
  }
  const turn = (by: number) => (): void => {
    useLive.setState({ page: Math.min(pagesOf(cameras.length, layout) - 1, Math.max(0, page + by)) })
  }

  useKeys('live', {
    one: choose(1),
    four: choose(4),
    nine: choose(9),
    sixteen: choose(16),
    left: step('left'),
    right: step('right'),
    up: step('up'),
    down: step('down'),
    enlarge: () => (enlarged ? go('live') : selected ? go('live', selected) : false),
    back: () => (asks ? leaveWhy() : enlarged ? go('live') : false),
    nextPage: turn(1),
    previousPage: turn(-1),
    boxes: () => setLook({ boxes: !look.boxes }),
    zones: () => setLook({ regions: !look.regions }),
    fit: () => setLook({ fit: look.fit === 'contain' ? 'cover' : 'contain' }),
    info: () => toggle('info'),
    numbers: () => toggle('numbers'),
    events: toggleEvents,
    // The picture of the selected tile takes the arrow keys.
    why: () => toggleWhy(selected),
    rewind: () => (selected ? toggleRewind(selected) : false),
    snapshot: () => (selected ? void saveSnapshot(selected) : false),
  })
}
