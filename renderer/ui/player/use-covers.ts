import { useMemo } from 'react'
import type { Event } from '../../../common/contracts/event.ts'
import type { Point } from '../../../common/frame-result.ts'
import { useCameras } from '../../stores/cameras.ts'

/** What is covered while an event's clip is shown: the masks it was recorded under without having them in it, and those the camera has today. */
export function useCovers({ camera, clip }: Pick<Event, 'camera' | 'clip'>): readonly (readonly Point[])[] {
  const today = useCameras((state) => state.list?.find((one) => one.id === camera)?.privacy)
  const then = clip.privacyMasks
  return useMemo(() => [...(then ?? []), ...(today ?? []).map(({ points }) => points)], [then, today])
}
