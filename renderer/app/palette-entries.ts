import type { Event } from '../../common/contracts/event.ts'
import { hrefOf } from '../stores/route.ts'
import { clockTime, dayOf } from '../ui/format.ts'

export interface Entry {
  readonly id: string
  readonly group: 'Screens' | 'Cameras' | 'Events'
  readonly title: string
  readonly detail: string
  readonly href: string
  readonly event?: Event
}

const SCREENS: readonly Entry[] = [
  { id: 'live', group: 'Screens', title: 'Live', detail: 'the wall', href: hrefOf('live') },
  { id: 'why', group: 'Screens', title: 'Why no alert?', detail: 'on the wall, key W', href: hrefOf('live') },
  { id: 'review', group: 'Screens', title: 'Review', detail: 'events and clips', href: hrefOf('review') },
  { id: 'recordings', group: 'Screens', title: 'Recordings', detail: 'what was recorded, by time', href: '#/review?view=recordings' },
  { id: 'storage', group: 'Screens', title: 'Storage', detail: 'space, retention, what is deleted next', href: hrefOf('settings', 'storage') },
  { id: 'operator', group: 'Screens', title: 'Operator', detail: 'the name on your reviews', href: hrefOf('settings', 'operator') },
  { id: 'performance', group: 'Screens', title: 'Performance', detail: 'latency, drops, ledger', href: hrefOf('performance') },
  { id: 'cameras', group: 'Screens', title: 'Cameras', detail: 'all cameras', href: hrefOf('cameras') },
  { id: 'add', group: 'Screens', title: 'Add a camera', detail: 'address, file or test picture', href: hrefOf('cameras', '+') },
  { id: 'appearance', group: 'Screens', title: 'Appearance', detail: 'theme and density', href: hrefOf('settings', 'appearance') },
  { id: 'keyboard', group: 'Screens', title: 'Keyboard', detail: 'all keys', href: hrefOf('settings', 'keyboard') },
  { id: 'model', group: 'Screens', title: 'Detection model', detail: 'what detects objects', href: hrefOf('settings', 'model') },
  { id: 'diagnostics', group: 'Screens', title: 'Diagnostics', detail: 'processes, storage, versions', href: hrefOf('settings', 'diagnostics') },
]

interface Known {
  readonly cameras: readonly { readonly id: string; readonly name?: string | undefined }[]
  readonly events: readonly Event[]
}

/** Every word of the text must occur; at most eight of each kind. */
export function findEntries(text: string, { cameras, events }: Known): readonly Entry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = (entry: Entry): boolean => words.every((word) => `${entry.title} ${entry.detail} ${entry.id}`.toLowerCase().includes(word))
  const names = new Map(cameras.map((camera) => [camera.id, camera.name ?? camera.id]))
  const ofCameras = cameras.flatMap((camera): Entry[] => {
    const name = camera.name ?? camera.id
    return [
      { id: `live-${camera.id}`, group: 'Cameras', title: name, detail: 'watch live', href: hrefOf('live', camera.id) },
      { id: `camera-${camera.id}`, group: 'Cameras', title: name, detail: 'settings', href: hrefOf('cameras', camera.id) },
      { id: `regions-${camera.id}`, group: 'Cameras', title: name, detail: 'regions, try them on the last hours', href: hrefOf('cameras', camera.id, 'regions') },
    ]
  })
  const ofEvents = events.map((event): Entry => {
    const at = Date.parse(event.startedAt)
    return { id: event.id, group: 'Events', title: `${event.label} at ${names.get(event.camera) ?? event.camera}`, detail: `${dayOf(at)} ${clockTime(at)}`, href: hrefOf('review', event.id), event }
  })
  return [SCREENS, ofCameras, ofEvents].flatMap((group) => group.filter(fits).slice(0, 8))
}
