import { accessSync, constants, existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'

const executable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** ffmpeg-static names where its file would be even when its installation never ran; only a file that is there counts. */
function packagedFfmpeg(): string | null {
  try {
    const path: unknown = createRequire(import.meta.url)('ffmpeg-static')
    if (typeof path !== 'string') return null
    // Inside a packaged app the path points into the archive; the file itself lies unpacked beside it.
    const unpacked = path.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked')
    return existsSync(unpacked) && executable(unpacked) ? unpacked : null
  } catch {
    return null
  }
}

function onPath(pathVariable: string, platform: NodeJS.Platform): string | null {
  const name = platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg'
  return pathVariable.split(delimiter).filter((folder) => folder !== '').map((folder) => join(folder, name)).find(executable) ?? null
}

/** What a person reads where `findFfmpeg` found none. */
export const FFMPEG_MISSING = 'ffmpeg was not found; run ./setup or set VIGIL_FFMPEG to its path'

/** VIGIL_FFMPEG, then the packaged one, then PATH; null when there is none. */
export function findFfmpeg(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | null {
  const wanted = env['VIGIL_FFMPEG']
  if (wanted !== undefined && wanted !== '') return executable(wanted) ? wanted : null
  return packagedFfmpeg() ?? onPath(env['PATH'] ?? '', platform)
}
