// Puts the default detection model in place for ./setup: from a models folder that is given, else from its publisher, checked by size and
// SHA-256. Without it Vigil works on motion alone. One line says what happened; the exit code is 1 when there is no model.
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CATALOGUE } from '../electron/services/models/catalogue.ts'
import { root } from './project.mjs'

const LIMIT_MS = 60_000
const entry = CATALOGUE.find(({ id }) => id === 'yolox-nano')
const target = join(root, 'resources/models')
const say = (text) => process.stdout.write(`setup: model: ${text}\n`)
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')

async function modelIn(folder) {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.endsWith('.onnx')) continue
    if (entry.digests.includes(sha256(await readFile(join(folder, name))))) return join(folder, name)
  }
  return null
}

for (const folder of [process.env.VIGIL_MODELS, target, join(root, '../shared/models')]) {
  const found = folder ? await modelIn(folder) : null
  if (!found) continue
  if (folder.endsWith('shared/models')) {
    await mkdir(target, { recursive: true })
    await writeFile(join(target, 'yolox_nano.onnx'), await readFile(found))
  }
  say(found)
  process.exit(0)
}

try {
  const response = await fetch(entry.url, { signal: AbortSignal.timeout(LIMIT_MS) })
  if (!response.ok) throw new Error(`the publisher answered ${response.status}`)
  const bytes = new Uint8Array(await response.arrayBuffer())
  if (bytes.length !== entry.bytes || !entry.digests.includes(sha256(bytes))) throw new Error(`what came is not the model (${bytes.length} bytes; size or SHA-256 differ)`)
  await mkdir(target, { recursive: true })
  await writeFile(join(target, '.part'), bytes)
  await rename(join(target, '.part'), join(target, 'yolox_nano.onnx'))
  say(`downloaded from ${entry.url}`)
} catch (error) {
  const cause = error.cause?.code ?? error.message
  say(`NOT THERE (${cause}); Vigil works on motion alone. Put yolox_nano.onnx from ${entry.url} into ${target}`)
  process.exit(1)
}
