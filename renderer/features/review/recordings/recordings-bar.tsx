import { ChevronDown, Cctv, History, Layers } from 'lucide-react'
import { useState } from 'react'
import { cameraName, nameOfCamera } from '../../../stores/cameras.ts'
import { useCameraList } from '../../../stores/use-camera-list.ts'
import { IconButton } from '../../../ui/kit/button.tsx'
import { Popover } from '../../../ui/kit/popover.tsx'
import { useReviewSettings } from '../review-settings.ts'
import { ViewSwitch } from '../view-switch.tsx'
import { GoToTime } from './go-to-time.tsx'
import { MOST_CAMERAS } from './recordings-address.ts'

interface RecordingsBarProps {
  readonly cameras: readonly string[]
  readonly onCamera: (id: string) => void
  readonly onSeek: (ms: number) => void
}

/** Which cameras, and when. */
export function RecordingsBar({ cameras, onCamera, onSeek }: RecordingsBarProps) {
  const all = useCameraList() ?? []
  const lanes = useReviewSettings((state) => state.lanes)
  const [open, setOpen] = useState(false)
  const [going, setGoing] = useState(false)
  return (
    <div className="filter-bar">
      <ViewSwitch view="recordings" />
      <Popover
        label="Cameras that play" open={open} onOpenChange={setOpen} testId="camera-picker"
        trigger={(
          <button type="button" className="select select-chip recordings-cameras" data-testid="choose-cameras">
            <Cctv aria-hidden /><span className="clip-text">{cameras.length === 1 && cameras[0] ? nameOfCamera(cameras[0]) : `${cameras.length} cameras`}</span><ChevronDown aria-hidden />
          </button>
        )}
      >
        <fieldset className="camera-picker">
          <legend className="field-label">Up to {MOST_CAMERAS} play together</legend>
          {all.map((camera) => (
            <label key={camera.id} className="tick camera-pick">
              <input type="checkbox" checked={cameras.includes(camera.id)} disabled={cameras.length === 1 && cameras[0] === camera.id} onChange={() => onCamera(camera.id)} />
              <span className="clip-text">{cameraName(camera)}</span>
            </label>
          ))}
        </fieldset>
      </Popover>
      <Popover
        label="Go to a time" open={going} onOpenChange={setGoing} testId="go-to-panel"
        trigger={<button type="button" className="select select-chip" data-testid="go-to"><History aria-hidden />Go to</button>}
      >
        <GoToTime cameras={cameras} onGo={(ms) => { setGoing(false); onSeek(ms) }} />
      </Popover>
      <span className="grow" />
      <IconButton label={lanes === 'all' ? 'Only the lanes of cameras that play' : 'Lanes of all cameras'} pressed={lanes === 'all'} onClick={() => useReviewSettings.setState({ lanes: lanes === 'all' ? 'own' : 'all' })} data-testid="all-lanes"><Layers aria-hidden /></IconButton>
    </div>
  )
}
