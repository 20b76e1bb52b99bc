import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { PbfReader } from 'pbf'

/** Fields of ONNX's ModelProto: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */
const METADATA_PROPS = 14
const VARINT = 0
const FIXED64 = 1
const BYTES = 2
const FIXED32 = 5
/** A tag and a length take at most 15 bytes. */
const HEAD_BYTES = 16
const MOST_ENTRY_BYTES = 1_000_000
const MOST_FIELDS = 10_000

/**
 * The key and value pairs a model's exporter left in the file; onnxruntime-node does not hand them out. The graph is stepped over, not read.
 * What is no protobuf has none: onnxruntime says what is wrong with it.
 */
export function readMetadata(path: string): ReadonlyMap<string, string> {
  const entries = new Map<string, string>()
  const file = openSync(path, 'r')
  try {
    const end = fstatSync(file).size
    let at = 0
    for (let fields = 0; at < end && fields < MOST_FIELDS; fields++) {
      const field = fieldAt(file, at)
      if (!field || field.valueAt + field.bytes > end) break
      if (field.number === METADATA_PROPS && field.type === BYTES && field.bytes <= MOST_ENTRY_BYTES) {
        const { key, value } = entryOf(readAt(file, field.valueAt, field.bytes))
        if (key !== '') entries.set(key, value)
      }
      at = field.valueAt + field.bytes
    }
  } finally {
    closeSync(file)
  }
  return entries
}

interface Field { readonly number: number; readonly type: number; readonly valueAt: number; readonly bytes: number }

function fieldAt(file: number, at: number): Field | null {
  const pbf = new PbfReader(readAt(file, at, HEAD_BYTES))
  const tag = pbf.readVarint()
  const type = tag & 7
  const field = (bytes: number, length = 0): Field => ({ number: tag >>> 3, type, valueAt: at + pbf.pos, bytes: bytes + length })
  switch (type) {
    case VARINT: pbf.readVarint(); return field(0)
    case FIXED64: return field(8)
    case BYTES: return field(pbf.readVarint())
    case FIXED32: return field(4)
    default: return null
  }
}

/** StringStringEntryProto. */
function entryOf(bytes: Uint8Array): { key: string; value: string } {
  try {
    return new PbfReader(bytes).readFields((tag, entry, pbf) => {
      if (tag === 1) entry.key = pbf.readString()
      else if (tag === 2) entry.value = pbf.readString()
    }, { key: '', value: '' })
  } catch {
    return { key: '', value: '' }
  }
}

/** Zeros follow where the file ends. */
function readAt(file: number, at: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  readSync(file, bytes, 0, length, at)
  return bytes
}
