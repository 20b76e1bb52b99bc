// Runs one of the built commands. Signals go to it; its exit code is ours. Usage: node tools/run.mjs NAME [arguments]
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { environment, projectNode, root } from './project.mjs'

const [name, ...args] = process.argv.slice(2)
if (!existsSync(join(root, 'node_modules'))) {
  process.stderr.write('vigil: the packages are not installed; run ./setup first\n')
  process.exit(1)
}
await build()
// Benches are no part of what is shipped: Node runs their sources.
const entry = name === 'bench' ? 'bench/main.ts' : `out/main/${name}.js`
const child = spawn(projectNode(), [join(root, entry), ...args], { stdio: 'inherit', env: environment() })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('close', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
