import { Cctv, FileVideo, Plus, Route } from 'lucide-react'
import { hrefOf } from '../../stores/route.ts'
import { Empty } from '../../ui/kit/empty.tsx'

/** First run: one thing to do. */
export function NoCameras() {
  return (
    <Empty
      icon={<Cctv />} title="No cameras yet" testId="no-cameras"
      actions={(
        <>
          <a className="button button-accent" href={hrefOf('cameras', '+')} data-testid="first-camera"><Plus aria-hidden />Add a camera</a>
          <a className="button" href={hrefOf('cameras', '+', 'test')}><Route aria-hidden />Try the test picture</a>
          <a className="button" href={hrefOf('cameras', '+', 'file')}><FileVideo aria-hidden />Use a video file</a>
        </>
      )}
    >
      Paste the address of a camera, see its picture, press Save. An RTSP address is in the camera's manual and looks like
      {' '}<code>rtsp://user:password@192.0.2.10:554/stream1</code>.
    </Empty>
  )
}
