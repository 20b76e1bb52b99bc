/** How the page asks the desktop shell for a way to the engine: a port comes beside it, and goes where `type` says. */
export type PortRequest =
  | { readonly type: 'vigil:rpc' }
  | { readonly type: 'vigil:viewer'; readonly cameraId: string }

/** Preload to main. */
export const PORT_CHANNEL = 'vigil:port'

const CAMERA_ID = /^[a-z0-9-]{1,64}$/

/** Null for everything that is not on the list. Plain code: preload runs it in every page before anything else. */
export function readPortRequest(message: unknown): PortRequest | null {
  if (typeof message !== 'object' || message === null || !('type' in message)) return null
  if (message.type === 'vigil:rpc') return { type: 'vigil:rpc' }
  if (message.type !== 'vigil:viewer' || !('cameraId' in message)) return null
  const { cameraId } = message
  return typeof cameraId === 'string' && CAMERA_ID.test(cameraId) ? { type: 'vigil:viewer', cameraId } : null
}
