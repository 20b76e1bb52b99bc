import { Cctv, Plus } from 'lucide-react'
import type { Camera } from '../../../common/contracts/camera-status.ts'
import { useCameras } from '../../stores/cameras.ts'
import { go, hrefOf } from '../../stores/route.ts'
import { Button } from '../../ui/kit/button.tsx'
import { Empty } from '../../ui/kit/empty.tsx'
import { Kbd } from '../../ui/kit/kbd.tsx'
import { CameraRow } from './camera-row.tsx'

export function CameraList({ cameras }: { readonly cameras: readonly Camera[] | null }) {
  const live = useCameras((state) => cameras?.filter((camera) => state.status[camera.id]?.state === 'live').length ?? 0)
  if (cameras?.length === 0) {
    return (
      <Empty icon={<Cctv />} title="No cameras yet" actions={<a className="button button-accent" href={hrefOf('cameras', '+')} data-testid="add-camera"><Plus aria-hidden />Add a camera</a>}>
        Paste an address, see its picture, press Save.
      </Empty>
    )
  }
  return (
    <div className="camera-list" aria-busy={cameras === null}>
      <header className="camera-list-head">
        <span className="muted">{cameras ? `${cameras.length} ${cameras.length === 1 ? 'camera' : 'cameras'}, ${live} live` : ''}</span>
        <span className="grow" />
        <Button tone="accent" icon={<Plus aria-hidden />} onClick={() => go('cameras', '+')} data-testid="add-camera">Add a camera <Kbd k="a" /></Button>
      </header>
      <ul className="camera-rows" data-testid="camera-list">
        {(cameras ?? []).map((camera) => <CameraRow key={camera.id} camera={camera} />)}
      </ul>
    </div>
  )
}
