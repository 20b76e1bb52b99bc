// Builds what is stale: the kernels, the engine (out/main) and the screens (out/renderer). Progress goes to stderr, so that the commands
// that call this keep stdout for themselves. Usage: node tools/build.mjs [--force]
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildKernels } from './build-kernels.mjs'
import { root, runBin } from './project.mjs'

const SOURCES = ['electron', 'native-workers', 'common', 'renderer', 'electron.vite.config.ts', 'package.json']
const STAMP = join(root, 'out/.built')

async function newest(path) {
  const info = await stat(path).catch(() => null)
  if (!info) return 0
  if (!info.isDirectory()) return info.mtimeMs
  const entries = await readdir(path)
  // The folder's own time tells of deleted files.
  const times = await Promise.all(entries.map((name) => newest(join(path, name))))
  return Math.max(info.mtimeMs, ...times)
}

export async function build({ force = false } = {}) {
  if (await buildKernels({ force })) process.stderr.write('vigil: kernels built\n')
  const built = (await stat(STAMP).catch(() => null))?.mtimeMs ?? 0
  const changed = Math.max(...await Promise.all(SOURCES.map((path) => newest(join(root, path)))))
  if (!force && built > changed) return
  process.stderr.write('vigil: building …\n')
  const code = await runBin('electron-vite', ['build', '--logLevel', 'warn'], { quiet: true })
  if (code !== 0) {
    process.stderr.write('vigil: the build failed; its messages are above\n')
    process.exit(1)
  }
  await mkdir(dirname(STAMP), { recursive: true })
  await writeFile(STAMP, '')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build({ force: process.argv.includes('--force') })
