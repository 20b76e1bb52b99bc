// Entry of an infer thread: one onnxruntime session, which blocks this thread while it runs and no other.
import { parentPort } from 'node:worker_threads'
import { assertNever } from '../../common/assert-never.ts'
import { messageOf } from '../../common/message-of.ts'
import { describeLoaded } from './loaded-model.ts'
import type { DetectorSession } from './detector.ts'
import { openSession } from './session.ts'
import type { InferCommand, InferReport } from './thread-messages.ts'

const port = parentPort
if (!port) throw new Error('infer/thread is started as a worker thread, not by hand')

let session: DetectorSession | null = null
let abortInRun = false
const report = (message: InferReport): void => port.postMessage(message)

async function load({ path, providers, known }: Extract<InferCommand, { type: 'load' }>): Promise<void> {
  try {
    await session?.release()
    session = null
    const opened = await openSession({ path, providers, known })
    session = opened
    report({ type: 'loaded', model: describeLoaded(opened) })
  } catch (error) {
    report({ type: 'load-failed', message: messageOf(error) })
  }
}

async function infer({ id, ...picture }: Extract<InferCommand, { type: 'job' }>): Promise<void> {
  try {
    if (!session) throw new Error('no model is loaded')
    const run = session.detect(picture)
    if (abortInRun) abort()
    report({ type: 'done', id, reply: await run })
  } catch (error) {
    report({ type: 'failed', id, message: messageOf(error) })
  }
}

/** A little into the run, as native code fails. process.abort() does not exist in a worker; this is the signal it would raise. */
function abort(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
  process.kill(process.pid, 'SIGABRT')
}

function handle(command: InferCommand): Promise<void> | void {
  switch (command.type) {
    case 'load': return load(command)
    case 'job': return infer(command)
    case 'abort-in-run': abortInRun = true; return
    case 'stop': port?.close(); return session?.release()
    default: return assertNever(command)
  }
}

// One after the other: a load that is under way ends before the job that follows it.
let turn = Promise.resolve()
port.on('message', (command: InferCommand) => { turn = turn.then(() => handle(command)) })
