import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { EditError } from '../../../common/edit-error.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CheckModel } from './check-model.ts'
import { writeRecord } from './model-record.ts'
import { megabytes } from './resolve-model.ts'

const MOST_MODEL_BYTES = 512 * 1024 * 1024
const MOST_SIDECAR_BYTES = 1024 * 1024
/** Inside the models folder, so that a rename is all it takes in the end. */
const INCOMING = '.incoming'

export interface IncomingModel {
  /** What the file is called where it comes from. */
  readonly name: string
  readonly bytes: AsyncIterable<Uint8Array>
  /** The text of a sidecar, YAML or JSON. */
  readonly sidecar?: string | undefined
}

interface ImportArgs {
  readonly model: IncomingModel
  readonly folder: string
  readonly check: CheckModel
  readonly clock: Clock
  readonly mostBytes?: number | undefined
  /** The file of this content that is there already, in the folder itself. */
  sameAs(sha256: string): Promise<string | null>
}

/** Receives, tries and keeps a model. Throws an EditError with one clear line when it is refused; then nothing stays behind. Returns the file's path. */
export async function importModel({ model, folder, check, clock, mostBytes = MOST_MODEL_BYTES, sameAs }: ImportArgs): Promise<string> {
  const stem = stemOf(model.name)
  if ((model.sidecar?.length ?? 0) > MOST_SIDECAR_BYTES) throw new EditError('invalid', [`the sidecar of ${model.name} is larger than ${megabytes(MOST_SIDECAR_BYTES)}; send the model's own, of a few lines`])
  await mkdir(join(folder, INCOMING), { recursive: true })
  const place = await mkdtemp(join(folder, INCOMING, 'model-'))
  try {
    const arrived = join(place, `${stem}.onnx`)
    const sha256 = await receive(model, arrived, mostBytes)
    if (model.sidecar !== undefined) await writeFile(`${arrived}.yml`, model.sidecar)
    const outcome = await check({ path: arrived })
    // The person knows the file by its own name, not by where it waited.
    if (outcome.type === 'refused') throw new EditError('invalid', [outcome.reason.replaceAll(`${place}/`, '').replaceAll(`${place}\\`, '')])
    const path = (await sameAs(sha256)) ?? await freeName(folder, stem)
    if (model.sidecar !== undefined) await rename(`${arrived}.yml`, `${path}.yml`)
    await writeRecord(path, { sha256, importedAt: new Date(clock.now()).toISOString(), from: fileOf(model.name), licence: outcome.licence, traits: outcome.traits })
    // Last: what stands there without its record and sidecar would be another model.
    await rename(arrived, path)
    return path
  } finally {
    await rm(place, { recursive: true, force: true })
  }
}

/** What an import that was cut short by a power cut left behind. */
export const removeIncoming = (folder: string): Promise<void> => rm(join(folder, INCOMING), { recursive: true, force: true })

/** Browsers tell bare names; other programs may send whole paths, of any system. */
const fileOf = (name: string): string => basename(name.replaceAll('\\', '/'))

function stemOf(name: string): string {
  const file = fileOf(name)
  if (!/\.onnx$/i.test(file)) throw new EditError('invalid', [`"${file}" is not called NAME.onnx; export the model to ONNX and import that file`])
  return file.slice(0, -5).normalize('NFKD').replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '').slice(0, 64) || 'model'
}

async function receive({ name, bytes }: IncomingModel, path: string, mostBytes: number): Promise<string> {
  const hash = createHash('sha256')
  let received = 0
  await pipeline(Readable.from(bytes), async function* counted(chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      received += chunk.length
      if (received > mostBytes) throw new EditError('too-large', [`${name} is larger than ${megabytes(mostBytes)}, the most that is imported; put it into the models folder by hand`])
      hash.update(chunk)
      yield chunk
    }
  }, createWriteStream(path))
  if (received === 0) throw new EditError('invalid', [`${name} is empty (0 bytes), expected an ONNX model; choose the file again`])
  return hash.digest('hex')
}

async function freeName(folder: string, stem: string): Promise<string> {
  for (let number = 1; ; number++) {
    const path = join(folder, `${number === 1 ? stem : `${stem}-${number}`}.onnx`)
    if (await access(path).then(() => false, () => true)) return path
  }
}
