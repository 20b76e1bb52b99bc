import { useMemo } from 'react'
import type { Camera } from '../../common/contracts/camera-status.ts'
import { useCameras } from './cameras.ts'

/** The cameras screens show; null until they are known. */
export function useCameraList(): readonly Camera[] | null {
  const list = useCameras((state) => state.list)
  const leaving = useCameras((state) => state.leaving)
  return useMemo(() => list?.filter((camera) => !leaving.has(camera.id)) ?? null, [list, leaving])
}
