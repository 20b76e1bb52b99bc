import { cameraName, useCameras } from '../../../stores/cameras.ts'
import { exactTime, whenWords } from '../../../ui/format.ts'
import { Button } from '../../../ui/kit/button.tsx'
import { useNow } from '../../../ui/use-now.ts'
import { WhyPicture } from './why-picture.tsx'
import { ask, askHere, type Spot } from './why-store.ts'

const STEPS = [
  { by: -60, text: '1 min' },
  { by: -10, text: '10 s' },
  { by: -1, text: '1 s' },
  { by: 1, text: '1 s' },
  { by: 10, text: '10 s' },
] as const

/** Where and when, what it looked like, and the way to a little earlier or later. */
export function WhyMoment({ spot }: { readonly spot: Spot }) {
  const now = useNow(1_000)
  const name = useCameras((state) => {
    const camera = state.list?.find(({ id }) => id === spot.cameraId)
    return camera ? cameraName(camera) : spot.cameraId
  })
  return (
    <div className="why-moment">
      <p>
        <strong className="clip-text" title={name}>{name}</strong>
        <time className="figures" dateTime={new Date(spot.atMs).toISOString()} title={exactTime(spot.atMs)}>{whenWords(spot.atMs)}.{Math.floor((spot.atMs % 1000) / 100)}</time>
      </p>
      <WhyPicture spot={spot} name={name} />
      <div className="why-steps-by" role="group" aria-label="Moment">
        {STEPS.map(({ by, text }) => (
          <Button
            key={by} aria-label={`${text} ${by < 0 ? 'earlier' : 'later'}`} disabled={spot.atMs + by * 1000 > now}
            onClick={() => void ask({ ...spot, atMs: spot.atMs + by * 1000 })}
          >
            {by < 0 ? '−' : '+'}{text}
          </Button>
        ))}
        <Button onClick={() => void askHere(spot.cameraId, spot.point)}>Now</Button>
      </div>
    </div>
  )
}
