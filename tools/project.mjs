// What every tool needs: where the project is, its own Node, and how to run something with it.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(fileURLToPath(import.meta.url), '../..')
const bin = join(root, 'node_modules/.bin')

/** The project's Node 24; better-sqlite3 and vitest do not run on older ones. */
export function projectNode() {
  const path = join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (existsSync(path)) return path
  if (Number(process.versions.node.split('.')[0]) >= 22) return process.execPath
  process.stderr.write('vigil: the packages are not installed; run ./setup first\n')
  process.exit(1)
}

export const environment = () => ({ ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` })

/** Runs a program to its end; resolves with its exit code. `quiet` sends its output to stderr. */
export function run(command, args, { quiet = false, env = environment() } = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ['inherit', quiet ? 2 : 'inherit', 'inherit'] })
    child.on('error', (error) => { process.stderr.write(`vigil: ${command}: ${error.message}\n`); done(127) })
    child.on('close', (code, signal) => done(signal ? 1 : (code ?? 1)))
  })
}

/** Runs one of the packages' own programs with the project's Node. */
export const runBin = (name, args, options) => run(join(bin, name), args, options)
