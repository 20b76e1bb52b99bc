import { readFile, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { ModelTraits } from '../../../common/contracts/model.ts'

/** What is remembered of an imported model, in `NAME.onnx.record` beside it. */
const ModelRecord = z.strictObject({
  sha256: z.string(),
  importedAt: z.iso.datetime(),
  /** What the file was called where it came from. */
  from: z.string(),
  licence: z.string().nullable(),
  traits: ModelTraits,
})
export type ModelRecord = z.infer<typeof ModelRecord>

const recordPath = (modelPath: string): string => `${modelPath}.record`

export const writeRecord = (modelPath: string, record: ModelRecord): Promise<void> => writeFile(recordPath(modelPath), `${JSON.stringify(record, null, 2)}\n`)

/** Null when there is none, or when it tells of another content than the file has now. */
export async function readRecord(modelPath: string, sha256: string): Promise<ModelRecord | null> {
  const text = await readFile(recordPath(modelPath), 'utf8').catch(() => null)
  if (text === null) return null
  const parsed = ModelRecord.safeParse(parseJson(text))
  return parsed.success && parsed.data.sha256 === sha256 ? parsed.data : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
