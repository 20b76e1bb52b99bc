import { useEffect } from 'react'
import './live-screen.css'
import { useCameraList } from '../../stores/use-camera-list.ts'
import { useSystem } from '../../stores/system.ts'
import { hrefOf } from '../../stores/route.ts'
import { Banner } from '../../ui/kit/banner.tsx'
import { EventsPanel } from './events-panel.tsx'
import { useLive } from './live-store.ts'
import { NoCameras } from './no-cameras.tsx'
import { NumbersPanel } from './numbers-panel.tsx'
import { backToLive } from './rewind/rewind-store.ts'
import { Wall } from './wall.tsx'
import { WhyPanel } from './why/why-panel.tsx'
import { useWhy } from './why/why-store.ts'
import { WallBar } from './wall-bar.tsx'

export function LiveScreen() {
  const cameras = useCameraList()
  const { numbers, events } = useLive()
  const asks = useWhy((state) => state.why.at !== 'closed')
  const selected = useLive((state) => state.selected)
  // Whoever comes back to the wall comes back to now.
  useEffect(() => backToLive, [])
  if (cameras?.length === 0) return <NoCameras />
  return (
    <div className="live">
      <DetectorBanner />
      <OriginBanner />
      <div className="live-main">
        <div className="live-stage">
          <WallBar cameras={cameras ?? []} />
          {cameras ? <Wall cameras={cameras} /> : <div className="wall" aria-busy="true" />}
          {numbers && selected && <NumbersPanel cameraId={selected} />}
        </div>
        {asks ? <WhyPanel /> : events && <EventsPanel />}
      </div>
    </div>
  )
}

function DetectorBanner() {
  const detector = useSystem((state) => state.status?.detector)
  if (detector?.state !== 'motion-only') return null
  return (
    <Banner tone="warn" testId="motion-only" action={<a href={hrefOf('settings', 'model')}>Detection model</a>}>
      Motion only: objects are not named. {detector.reason}
    </Banner>
  )
}

/** Browsers keep video decoding to secure pages. */
function OriginBanner() {
  if (window.isSecureContext) return null
  return (
    <Banner tone="info">
      This page came over plain HTTP from another machine, so pictures are converted the slow way. Open it through HTTPS or a tunnel to this machine for full smoothness.
    </Banner>
  )
}
