import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { messageOf } from '../../common/message-of.ts'

/** A model that cannot be used; the message is one line: which file, what was found, what was expected, what to do. */
export class ModelError extends Error {
  override readonly name = 'ModelError'
}

const ADVICE = 'choose another model, or download it again'

/** Looks at a file before onnxruntime does, whose own messages speak of protobuf. Throws a ModelError on what cannot be a model. */
export function checkModelFile(path: string): void {
  const head = readHead(path)
  if (head.length === 0) throw new ModelError(`${path}: the file is empty (0 bytes), expected an ONNX model; the copy or download broke off: ${ADVICE}`)
  if (looksLikeText(head)) {
    const start = head.toString('utf8', 0, 40).replace(/\s+/g, ' ').trim()
    throw new ModelError(`${path}: found text ("${start}…"), expected a binary ONNX model; perhaps a web page was saved in its place: ${ADVICE}`)
  }
}

function readHead(path: string): Buffer {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    const found = code === 'ENOENT' ? 'there is no such file' : `the file cannot be read (${code})`
    throw new ModelError(`${path}: ${found}, expected an ONNX model; check the path or its permissions`, { cause: error })
  }
  try {
    if (!fstatSync(file).isFile()) throw new ModelError(`${path}: found a folder, expected an ONNX file; give the path of the .onnx file itself`)
    const head = Buffer.alloc(512)
    return head.subarray(0, readSync(file, head, 0, head.length, 0))
  } finally {
    closeSync(file)
  }
}

/** An ONNX file begins with a protobuf tag and length, below any printable character. */
const looksLikeText = (head: Buffer): boolean => head.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d)

/** onnxruntime's words, shortened to their meaning. */
export function describeLoadFailure(path: string, error: unknown): ModelError {
  const words = messageOf(error).replace(/\s+/g, ' ').replace(`Load model from ${path} failed:`, '').trim()
  const found = /protobuf/i.test(words) ? 'not an ONNX model, or only a part of one' : words
  return new ModelError(`${path}: onnxruntime cannot load it (${found}), expected a complete ONNX model: ${ADVICE}`, { cause: error })
}

/** A model that loads but cannot run, in onnxruntime's words. */
export function describeRunFailure(path: string, error: unknown): ModelError {
  const words = messageOf(error).replace(/\s+/g, ' ').trim()
  return new ModelError(`${path}: a trial run failed (${words}); export the model again or choose another one`, { cause: error })
}
