import { create } from 'zustand'
import type { Camera, CameraStatus } from '../../common/contracts/camera-status.ts'
import { engine } from '../transport/engine.ts'

interface Cameras {
  /** Config entries in the file's order; null until the first answer. */
  readonly list: readonly Camera[] | null
  readonly status: Readonly<Record<string, CameraStatus>>
  /** Ids with a deletion that can still be undone; screens leave them out. */
  readonly leaving: ReadonlySet<string>
}

export const useCameras = create<Cameras>()(() => ({ list: null, status: {}, leaving: new Set<string>() }))

/** Reads the config entries anew. */
export async function reloadCameras(): Promise<void> {
  useCameras.setState({ list: await engine().cameras.list() })
}

/** Takes one watch message; the list is read again when cameras came, went or changed their name or switch. */
export function takeStatuses(statuses: readonly CameraStatus[]): void {
  const { list } = useCameras.getState()
  useCameras.setState({ status: Object.fromEntries(statuses.map((status) => [status.id, status])) })
  const key = (id: string, name: string, enabled: boolean): string => `${id}\n${name}\n${enabled}`
  const known = list?.map((camera) => key(camera.id, cameraName(camera), camera.enabled)).join('\n')
  const told = statuses.map((status) => key(status.id, status.name, status.enabled)).join('\n')
  // A list that cannot be read now is read with the next message or connection.
  if (known !== told) reloadCameras().catch(() => {})
}

/** Puts one changed entry in its place without asking for all. */
export function placeCamera(camera: Camera): void {
  useCameras.setState(({ list }) => {
    if (!list) return {}
    const known = list.some((one) => one.id === camera.id)
    return { list: known ? list.map((one) => (one.id === camera.id ? camera : one)) : [...list, camera] }
  })
}

export function markLeaving(id: string, leaving: boolean): void {
  useCameras.setState((state) => {
    const next = new Set(state.leaving)
    if (leaving) next.add(id)
    else next.delete(id)
    return { leaving: next }
  })
}

export const cameraName = (camera: { readonly id: string; readonly name?: string | undefined }): string => camera.name ?? camera.id

/** The name for an id, also when the camera is gone. */
export const nameOfCamera = (id: string): string => {
  const camera = useCameras.getState().list?.find((one) => one.id === id)
  return camera ? cameraName(camera) : id
}
