import { CircleSlash, LoaderCircle, X } from 'lucide-react'
import { useCallback } from 'react'
import './rewind.css'
import { Button } from '../../../ui/kit/button.tsx'
import { useKeys } from '../../../ui/keys/use-keys.ts'
import { RewindPlayer } from './rewind-player.tsx'
import { backToLive, openRewind, useRewind } from './rewind-store.ts'

/** The last minute of a tile, in its place. */
export function RewindLayer({ cameraId, name }: { readonly cameraId: string; readonly name: string }) {
  const rewind = useRewind((state) => (state.rewind.at !== 'live' && state.rewind.camera === cameraId ? state.rewind : null))
  const focus = useCallback((box: HTMLDivElement | null) => box?.focus({ preventScroll: true }), [])
  if (!rewind) return null
  return (
    <div
      ref={focus} className="rewind" role="group" aria-label={`The last minute of ${name}`} tabIndex={-1} data-testid={`rewind-${cameraId}`}
      // The tile would be enlarged.
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <Keys />
      {rewind.at === 'opening' && <span className="rewind-word"><LoaderCircle aria-hidden />Looking back</span>}
      {rewind.at === 'nothing' && (
        <div className="rewind-word rewind-nothing" role="status" data-testid="rewind-nothing">
          <CircleSlash aria-hidden />
          <p>{rewind.reason}</p>
          <Button onClick={() => void openRewind(cameraId)}>Try again</Button>
          <Button onClick={backToLive}>Back to live</Button>
        </div>
      )}
      {rewind.at === 'open' && <RewindPlayer key={rewind.footage.id} footage={rewind.footage} tracks={rewind.tracks} name={name} />}
      <button type="button" className="rewind-live" onClick={backToLive} title="Back to live (Esc)" data-testid="rewind-close"><X aria-hidden />Live</button>
    </div>
  )
}

/** Also where there is nothing to play, Esc leads back. */
function Keys() {
  useKeys('rewind', { close: backToLive })
  return null
}
