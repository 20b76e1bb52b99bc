// Opens the desktop console; where Electron's runtime is neither installed nor downloadable, the same console in the browser.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { environment, projectNode, root } from './project.mjs'

const DOWNLOAD_LIMIT_MS = 180_000

if (!existsSync(join(root, 'node_modules'))) {
  process.stderr.write('vigil: the packages are not installed; run ./setup first\n')
  process.exit(1)
}

function electronBinary() {
  const folder = join(root, 'node_modules/electron')
  try {
    const path = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim())
    return existsSync(path) ? path : null
  } catch {
    return null
  }
}

/** The package's own installer; it fails at once where its host cannot be reached. */
function downloadElectron() {
  process.stderr.write('vigil: fetching Electron\'s runtime (once) …\n')
  spawnSync(join(root, 'node_modules/.bin/install-electron'), ['--no'], { cwd: root, env: environment(), stdio: 'ignore', timeout: DOWNLOAD_LIMIT_MS })
}

function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY)
}

await build()
if (electronBinary() === null) downloadElectron()
const electron = electronBinary()
const args = process.argv.slice(2)
if (electron === null) process.stderr.write('vigil: Electron\'s runtime is not installed and cannot be downloaded here; opening the same console in the browser\n')
else if (!hasDisplay()) process.stderr.write('vigil: there is no display here; opening the same console for a browser\n')
const child = electron !== null && hasDisplay()
  ? spawn(electron, [root, ...args], { stdio: 'inherit', env: process.env })
  : spawn(projectNode(), [join(root, 'out/main/headless.js'), '--open', ...args], { stdio: 'inherit', env: environment() })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('close', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
