import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { tmpdir } from 'node:os'
import { stringify } from 'yaml'

/** The demo: the headless door with a config of its own, in a folder that has nothing to do with anybody's recordings. */
const root = resolve(import.meta.dirname, '../..')
const media = resolve(root, process.env['VIGIL_TEST_MEDIA'] ?? '../shared/media')
const folder = join(tmpdir(), 'vigil-demo')

const recordings = [
  { id: 'entrance', name: 'Entrance hall', file: 'one-by-one-person-detection.mp4', lines: [{ id: 'exit', name: 'Way out', from: [0.75, 0], to: [0.75, 1] }], zones: [{ id: 'table', name: 'Table', points: [[0.3, 0.35], [0.7, 0.35], [0.7, 1], [0.3, 1]], labels: ['person'] }] },
  { id: 'campus', name: 'Campus path', file: 'vtest.avi', lines: [], zones: [] },
]
const cameras = [
  ...recordings.filter(({ file }) => existsSync(join(media, file))).map(({ file, ...camera }) => ({ ...camera, inputs: [{ url: `file:${join(media, file)}`, loop: true }] })),
  { id: 'pattern', name: 'Test picture', inputs: [{ url: 'test:pattern' }], events: { on: [] } },
  { id: 'pattern-slow', name: 'Test picture, five a second', inputs: [{ url: 'test:pattern?size=640x360&fps=5' }], events: { on: [] } },
]

mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, 'vigil.yml'), stringify({ version: 1, cameras }))
// The models that came with the project or lie beside it; without one the demo shows motion.
const models = [join(root, 'resources/models'), resolve(root, '../shared/models')].find((path) => existsSync(path))
if (models !== undefined) process.env['VIGIL_MODELS'] ??= models
process.argv.push('--data', folder, ...(process.argv.includes('--port') ? [] : ['--port', '0']), ...(process.argv.includes('--no-open') ? [] : ['--open']))
process.argv = process.argv.filter((argument) => argument !== '--no-open')
await import('./headless.ts')
