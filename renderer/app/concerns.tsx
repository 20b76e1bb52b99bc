import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useMemo } from 'react'
import { useCameras } from '../stores/cameras.ts'
import { concernsOf, type Concern } from '../stores/concerns.ts'
import { hrefOf } from '../stores/route.ts'
import { useSystem } from '../stores/system.ts'

const ICONS = { alert: CircleAlert, warn: TriangleAlert, info: Info }

const hrefFor = (concern: Concern): string =>
  concern.cameraId ? hrefOf('cameras', concern.cameraId) : /model|detector/.test(concern.id) ? hrefOf('settings', 'model') : hrefOf('settings', 'diagnostics')

/** What is wrong anywhere, in words: the worst in the strip, all of them in a list below it. */
export function Concerns() {
  const notices = useSystem((state) => state.status?.notices)
  const statuses = useCameras((state) => state.status)
  const concerns = useMemo(() => concernsOf(notices ?? [], Object.values(statuses)), [notices, statuses])
  const [worst] = concerns
  if (!worst) return null
  const Icon = ICONS[worst.level]
  return (
    <Popover.Root>
      <Popover.Trigger className={`concern concern-${worst.level}`} data-testid="concerns">
        <Icon aria-hidden />
        <span className="clip-text">{worst.text}</span>
        {concerns.length > 1 && <span className="concern-more">+{concerns.length - 1}</span>}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="concern-list" align="start" sideOffset={6} collisionPadding={8} aria-label="What needs attention">
          {concerns.map((concern) => {
            const Own = ICONS[concern.level]
            return (
              <Popover.Close key={concern.id} asChild>
                <a className="concern-row" href={hrefFor(concern)}>
                  <Own aria-hidden className={concern.level === 'info' ? '' : `tone-${concern.level}`} />
                  <span>{concern.text}</span>
                </a>
              </Popover.Close>
            )
          })}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
