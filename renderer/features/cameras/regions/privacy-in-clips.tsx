import type { Camera } from '../../../../common/contracts/camera-status.ts'
import { hrefOf } from '../../../stores/route.ts'
import { useCameras } from '../../../stores/cameras.ts'

/** Whether a privacy mask reaches into the clips, said where it is drawn. */
export function PrivacyInClips({ camera }: { readonly camera: Camera }) {
  const copied = useCameras((state) => state.status[camera.id]?.source?.copied ?? true)
  if (camera.record.mode === 'off') return null
  if (camera.record.privacy === 'transcode' || !copied) return <p className="muted" data-testid="privacy-in-clips">Clips are encoded here, with the mask burned in.</p>
  return (
    <p className="shape-note" data-testid="privacy-in-clips">
      Clips are the camera’s own stream: <strong>privacy masks are not in them</strong>. The console draws them over; an exported file shows what lies behind.
      {' '}<a href={hrefOf('cameras', camera.id, 'recording')}>Burn them in</a>
    </p>
  )
}
