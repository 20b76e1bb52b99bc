// Compiles native-workers/kernels/assembly to one WebAssembly module and writes it, as base64, to a TypeScript file that any bundler
// and plain Node can import. Up to date = nothing is done. Usage: node tools/build-kernels.mjs [--force]
import { readFile, readdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const sources = join(root, 'native-workers/kernels/assembly')
const target = join(root, 'native-workers/kernels/kernels.generated.ts')

async function newest(paths) {
  const times = await Promise.all(paths.map(async (path) => (await stat(path)).mtimeMs))
  return Math.max(...times)
}

/** Returns true when it compiled, false when the module was up to date. */
export async function buildKernels({ force = false } = {}) {
  const names = (await readdir(sources)).filter((name) => name.endsWith('.ts'))
  const inputs = [...names.map((name) => join(sources, name)), fileURLToPath(import.meta.url)]
  const built = await stat(target).then((info) => info.mtimeMs, () => 0)
  if (!force && built >= await newest(inputs)) return false

  const { default: asc } = await import('assemblyscript/asc')
  const files = new Map()
  const { error, stderr } = await asc.main([
    'index.ts', '--outFile', 'kernels.wasm', '--runtime', 'stub', '--optimizeLevel', '3', '--shrinkLevel', '0', '--converge', '--noAssert',
    '--enable', 'simd', '--enable', 'threads', '--enable', 'bulk-memory',
    // The memory comes from outside and is shared; a module's limit must not be below the memory's own.
    '--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536',
    '--use', 'abort=',
  ], {
    readFile: async (name, base) => readFile(join(base === '.' ? sources : join(sources, base), name), 'utf8').catch(() => null),
    writeFile: (name, contents) => { files.set(name, contents) },
    listFiles: () => [],
  })
  if (error) throw new Error(`the kernels do not compile: ${error.message}\n${String(stderr)}`)
  const wasm = files.get('kernels.wasm')
  if (!wasm) throw new Error(`the compiler wrote no module: ${String(stderr)}`)
  const base64 = Buffer.from(wasm).toString('base64')
  await writeFile(target, `// Written by tools/build-kernels.mjs from native-workers/kernels/assembly; not to be edited.\nexport const kernelsBase64 = '${base64}'\n`)
  return true
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const compiled = await buildKernels({ force: process.argv.includes('--force') })
  console.error(compiled ? 'kernels: compiled' : 'kernels: up to date')
}
