import type { Event } from '../../../common/contracts/event.ts'
import { eventSnapshotUrl } from '../../transport/api-url.ts'
import { Snapshot } from './snapshot.tsx'

interface EventPictureProps {
  readonly event: Pick<Event, 'id' | 'label' | 'snapshot' | 'snapshotBox'>
  readonly alt: string
  readonly whole?: boolean
}

/** The picture of an event with its box on it, where the engine knows that the two belong to one frame. */
export function EventPicture({ event: { id, label, snapshot, snapshotBox }, alt, whole = false }: EventPictureProps) {
  return <Snapshot src={snapshot ? eventSnapshotUrl(id, snapshotBox) : null} alt={alt} whole={whole} {...(snapshotBox && { mark: { box: snapshotBox, label } })} />
}
