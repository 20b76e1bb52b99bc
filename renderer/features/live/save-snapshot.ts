import { nameOfCamera } from '../../stores/cameras.ts'
import { say } from '../../stores/toasts.ts'
import { saveBlob } from '../../ui/save-file.ts'
import { captureTile } from '../../ui/wall/wall.ts'
import { useLive } from './live-store.ts'

/** `2026-11-21_10-15-02.120` in the operator's zone: sorts by time and is a file name everywhere. */
function timeForFile(ms: number): string {
  const at = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000)
  return at.toISOString().slice(0, 23).replace('T', '_').replaceAll(':', '-')
}

/** Saves what the camera's tile shows, at the frame's own size, with boxes if they are on. */
export async function saveSnapshot(cameraId: string): Promise<void> {
  const overlay = useLive.getState().look.boxes
  const capture = await captureTile({ cameraId, size: 'source', overlay, as: 'png' })
  if (!capture?.png) return void say({ text: `${nameOfCamera(cameraId)} shows no picture that could be saved.`, tone: 'bad' })
  const file = `${cameraId}_${timeForFile(capture.capturedAtMs)}.png`
  saveBlob(capture.png, file)
  say({ text: `Saved ${file}`, tone: 'good' })
}
