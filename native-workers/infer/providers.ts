import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InferenceSession, listSupportedBackends } from 'onnxruntime-node'
import { messageOf } from '../../common/message-of.ts'
import { describeLoadFailure } from './model-error.ts'

/** The config's names for onnxruntime's execution providers, where they differ. */
const ONNX_NAMES: Readonly<Record<string, string>> = { directml: 'dml' }
/** As the profile of a run names them. */
const PROFILE_NAMES: Readonly<Record<string, string>> = {
  cpu: 'CPUExecutionProvider', cuda: 'CUDAExecutionProvider', tensorrt: 'TensorrtExecutionProvider', directml: 'DmlExecutionProvider',
  coreml: 'CoreMLExecutionProvider', openvino: 'OpenVINOExecutionProvider', webgpu: 'WebGpuExecutionProvider',
}

export interface ProvidedSession {
  readonly session: InferenceSession
  /** The config's name of what really runs the model. */
  readonly provider: string
  /** Why it is not the first one asked for, and what runs elsewhere; null when there is nothing to tell. */
  readonly note: string | null
}

type Trial = (session: InferenceSession) => Promise<void>

// One session per infer thread, one core each: two threads gave 1.8 times the throughput, more inside one session less.
const OPTIONS: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential', graphOptimizationLevel: 'all',
  // Errors only, and those come as exceptions too: what is odd about a model is said in one line of ours.
  logSeverityLevel: 3,
}

/**
 * A session on the first of the providers that works, in their order, then on the CPU. onnxruntime moves single operators to the CPU without
 * a word, and with them a whole model; so whatever is not the CPU proves itself in a profiled `trial` run, which tells per operator where it ran.
 * Throws a ModelError when not even the CPU can load the model.
 */
export async function openOnProvider({ path, model, providers, trial }: { path: string; model: string | Uint8Array; providers: readonly string[]; trial: Trial }): Promise<ProvidedSession> {
  const failures: string[] = []
  const noteWith = (more: string[]): string | null => [...failures, ...more].join('; ') || null
  for (const provider of providers) {
    if (provider === 'cpu') break
    const outcome = await tryProvider(model, provider, trial)
    if ('reason' in outcome) {
      failures.push(`${provider}: ${outcome.reason}`)
      continue
    }
    return { session: outcome.session, provider, note: noteWith(outcome.elsewhere === 0 ? [] : [`${provider} runs ${outcome.own} of ${outcome.own + outcome.elsewhere} operators, the CPU the rest`]) }
  }
  const session = await createSession(model, { ...OPTIONS, executionProviders: ['cpu'] }).catch((error: unknown) => { throw describeLoadFailure(path, error) })
  return { session, provider: 'cpu', note: noteWith(failures.length > 0 ? ['running on cpu'] : []) }
}

/** A path or the bytes themselves: two signatures of onnxruntime's, which its types do not offer as one. */
const createSession = (model: string | Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession> =>
  typeof model === 'string' ? InferenceSession.create(model, options) : InferenceSession.create(model, options)

type Outcome = { readonly session: InferenceSession; readonly own: number; readonly elsewhere: number } | { readonly reason: string }

async function tryProvider(model: string | Uint8Array, provider: string, trial: Trial): Promise<Outcome> {
  const name = ONNX_NAMES[provider] ?? provider
  if (!listSupportedBackends().some((backend) => backend.name === name)) return { reason: 'not in this build of onnxruntime' }
  const options = { ...OPTIONS, executionProviders: [name], logSeverityLevel: 4 as const }
  const folder = mkdtempSync(join(tmpdir(), 'vigil-profile-'))
  try {
    const profiled = await createSession(model, { ...options, enableProfiling: true, profileFilePrefix: join(folder, 'run') })
    try {
      await trial(profiled)
      profiled.endProfiling()
    } finally {
      await profiled.release()
    }
    const { own, elsewhere } = countOperators(folder, PROFILE_NAMES[provider] ?? provider)
    if (own === 0) return { reason: 'loaded, but onnxruntime gave it none of the operators of this model' }
    return { session: await createSession(model, options), own, elsewhere }
  } catch (error) {
    return { reason: wordsOf(error) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface ProfileEntry { readonly cat?: string; readonly args?: { readonly provider?: string } }

function countOperators(folder: string, own: string): { own: number; elsewhere: number } {
  const entries = readdirSync(folder).flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as ProfileEntry[])
  return countProvider(entries, own)
}

export function countProvider(entries: readonly ProfileEntry[], own: string): { own: number; elsewhere: number } {
  const ran = entries.flatMap(({ cat, args }) => (cat === 'Node' && args?.provider !== undefined ? [args.provider] : []))
  const count = ran.filter((provider) => provider === own).length
  return { own: count, elsewhere: ran.length - count }
}

/** onnxruntime's words without its file names; what it cannot load is mostly the vendor's own library. */
function wordsOf(error: unknown): string {
  const words = messageOf(error).replace(/\s+/g, ' ')
  if (/Failed to load shared library/i.test(words)) return "its library is not installed beside onnxruntime (the vendor's package brings it)"
  if (/adapter/i.test(words) && /webgpu/i.test(words)) return 'no graphics adapter that WebGPU can use'
  return words.replace(/^.*? was false\. /, '').slice(0, 200)
}
