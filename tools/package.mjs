// Builds the installers for this platform. Usage: node tools/package.mjs [--dir] [--electron-dist DIR] [--output DIR]
//   --dir             only the folder with the program, no installer
//   --electron-dist   an unpacked Electron runtime, instead of the one that the electron package fetches
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from './build.mjs'
import { projectNode, root, run, runBin } from './project.mjs'

const say = (text) => process.stderr.write(`vigil: ${text}\n`)
const fail = (text, code = 1) => {
  say(text)
  process.exit(code)
}

function readOptions() {
  try {
    return parseArgs({ options: { dir: { type: 'boolean' }, 'electron-dist': { type: 'string' }, output: { type: 'string' } } }).values
  } catch (error) {
    return fail(`package: ${error.message.split('. ')[0]}`, 2)
  }
}

/** ffmpeg-static's own installer puts its program into its folder. */
async function bringFfmpeg() {
  const folder = join(root, 'node_modules/ffmpeg-static')
  const file = join(folder, process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg')
  if (existsSync(file)) return say('package: ffmpeg comes along')
  await run(projectNode(), [join(folder, 'install.js')], { quiet: true })
  if (existsSync(file)) return say('package: ffmpeg was fetched and comes along')
  say('package: ffmpeg could not be fetched here; this package will use the one on the user\'s PATH (or VIGIL_FFMPEG)')
}

/** Asked for before electron-builder does, which takes minutes to give up; it finds what is fetched here in the same cache. */
async function checkElectron(given) {
  if (given !== undefined) return existsSync(given) || fail(`package: there is no Electron runtime in ${given}`)
  const folder = join(root, 'node_modules/electron')
  const installed = () => existsSync(join(folder, 'path.txt')) && existsSync(join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim()))
  if (!installed()) {
    say('package: fetching Electron\'s runtime (once) …')
    await runBin('install-electron', ['--no'], { quiet: true })
  }
  if (!installed()) fail('package: Electron\'s runtime could not be fetched (is github.com reachable from here?); package where it can be, or give one with --electron-dist DIR')
}

const options = readOptions()
await checkElectron(options['electron-dist'])
await build()
await bringFfmpeg()
const set = (name, path) => (path === undefined ? [] : [`-c.${name}=${resolve(path)}`])
const code = await runBin('electron-builder', [
  '--publish', 'never', '--config', 'electron-builder.yml', ...(options.dir ? ['--dir'] : []),
  ...set('electronDist', options['electron-dist']), ...set('directories.output', options.output),
])
process.exit(code)
