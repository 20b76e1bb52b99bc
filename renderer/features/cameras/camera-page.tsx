import { ArrowLeft, LayoutGrid, Trash2 } from 'lucide-react'
import './camera-page.css'
import type { Camera } from '../../../common/contracts/camera-status.ts'
import { cameraName, markLeaving, reloadCameras, useCameras } from '../../stores/cameras.ts'
import { go, hrefOf } from '../../stores/route.ts'
import { doLater } from '../../stores/toasts.ts'
import { engine } from '../../transport/engine.ts'
import { Button } from '../../ui/kit/button.tsx'
import { StateWord } from '../../ui/kit/state-dot.tsx'
import { PictureTab } from './picture-tab.tsx'
import { RegionsTab } from './regions/regions-tab.tsx'
import { SettingsTab } from './settings-tab.tsx'
import { DETECTION, RECORDING } from './settings-fields.ts'

const TABS = [
  { id: 'picture', name: 'Picture and streams' },
  { id: 'regions', name: 'Regions' },
  { id: 'detection', name: 'Detection' },
  { id: 'recording', name: 'Recording' },
] as const

export function CameraPage({ camera, tab }: { readonly camera: Camera; readonly tab: string }) {
  const state = useCameras((all) => all.status[camera.id]?.state ?? camera.state)
  const reason = useCameras((all) => all.status[camera.id]?.stateReason ?? null)
  const current = TABS.find((one) => one.id === tab)?.id ?? 'picture'
  const name = cameraName(camera)

  const remove = (): void => {
    doLater({
      text: `Deleting ${name}. Its events and clips stay.`,
      hide() {
        markLeaving(camera.id, true)
        return () => markLeaving(camera.id, false)
      },
      async run() {
        await engine().cameras.remove({ id: camera.id })
        await reloadCameras()
        markLeaving(camera.id, false)
      },
    })
    go('cameras')
  }

  return (
    <div className="page" data-testid="camera-page">
      <header className="page-head">
        <a className="icon-button" href={hrefOf('cameras')} aria-label="All cameras"><ArrowLeft aria-hidden /></a>
        <h2 className="page-name clip-text">{name}</h2>
        <StateWord state={state} />
        {reason && <span className="muted clip-text page-why">{reason}</span>}
        <span className="grow" />
        <nav className="tabs" aria-label="Parts of the camera">
          {TABS.map(({ id, name: title }) => (
            <a key={id} className="tab" href={hrefOf('cameras', camera.id, id)} aria-current={id === current ? 'page' : undefined} data-testid={`tab-${id}`}>{title}</a>
          ))}
        </nav>
        <span className="grow" />
        <a className="icon-button" href={hrefOf('live', camera.id)} aria-label={`Watch ${name} live`} title="Watch live"><LayoutGrid aria-hidden /></a>
        <Button tone="danger" icon={<Trash2 aria-hidden />} onClick={remove} data-testid="delete-camera">Delete</Button>
      </header>
      <div className="page-body">
        {current === 'picture' && <PictureTab camera={camera} />}
        {current === 'regions' && <RegionsTab camera={camera} />}
        {current === 'detection' && <SettingsTab key="detection" camera={camera} groups={DETECTION} />}
        {current === 'recording' && <SettingsTab key="recording" camera={camera} groups={RECORDING} />}
      </div>
    </div>
  )
}
