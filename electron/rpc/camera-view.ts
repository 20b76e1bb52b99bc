import type { Camera } from '../../common/contracts/camera-status.ts'
import { maskPassword } from '../../common/camera-address.ts'
import type { Services } from './services.ts'

/** The cameras as screens and API see them: config and state in one, without passwords. */
export function cameraViews({ config, capture }: Pick<Services, 'config' | 'capture'>): Camera[] {
  const statuses = new Map(capture.statuses().map((status) => [status.id, status]))
  return config.config.cameras.map((camera) => {
    const status = statuses.get(camera.id)
    return {
      ...camera,
      inputs: camera.inputs.map((input) => ({ ...input, url: maskPassword(input.url) })),
      state: status?.state ?? 'stopped', stateReason: status?.stateReason ?? null, fps: status?.fps ?? 0, resolution: status?.resolution ?? null,
    }
  })
}

export const cameraView = (services: Pick<Services, 'config' | 'capture'>, id: string): Camera | null => cameraViews(services).find((camera) => camera.id === id) ?? null
