import { useEffect } from 'react'
import './cameras-screen.css'
import { useLink } from '../../stores/link.ts'
import { loadModels } from '../../stores/models.ts'
import { go, useRoute } from '../../stores/route.ts'
import { useCameraList } from '../../stores/use-camera-list.ts'
import { useKeys } from '../../ui/keys/use-keys.ts'
import { AddPanel } from './add-panel.tsx'
import { CameraList } from './camera-list.tsx'
import { CameraPage } from './camera-page.tsx'
import { UnknownCamera } from './unknown-camera.tsx'

/** The list, a camera's page, or the list with the panel that adds one (`#/cameras/+`). */
export function CamerasScreen() {
  const cameras = useCameraList()
  const [first, second] = useRoute((state) => state.route.rest)
  const open = useLink((link) => link.state.at === 'open')
  const adding = first === '+'
  const camera = cameras?.find((one) => one.id === first)
  useKeys('cameras', {
    add: () => go('cameras', '+'),
    back: () => (first ? go('cameras') : false),
  })
  useEffect(() => {
    // Without the model's labels every label can still be typed.
    if (open) loadModels().catch(() => {})
  }, [open])

  if (camera) return <CameraPage key={camera.id} camera={camera} tab={second ?? 'picture'} />
  if (first && !adding && cameras) return <UnknownCamera id={first} />
  return (
    <div className="cameras">
      <CameraList cameras={cameras} />
      {adding && <AddPanel preset={second ?? null} cameras={cameras ?? []} />}
    </div>
  )
}
