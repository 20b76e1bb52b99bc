import { describe, expect, it } from 'vitest'
import { FFMPEG } from '../../test-support/ffmpeg-clips.ts'
import { feedFfmpeg } from './feed-ffmpeg.ts'

const SAMPLES = new Uint8Array(16_000)
const QUIET = ['-hide_banner', '-nostdin', '-v', 'error']
const RAW_IN = ['-f', 's16le', '-ar', '8000', '-ac', '1', '-i', 'pipe:0']
const COPY = [...QUIET, ...RAW_IN, '-f', 's16le', 'pipe:1']

async function run(args: readonly string[], input: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, options: Parameters<typeof feedFfmpeg>[1] = {}, ffmpeg = FFMPEG) {
  const fed = feedFfmpeg({ ffmpeg, args, input }, options)
  let bytes = 0
  fed.child.stdout.on('data', (chunk: Uint8Array) => { bytes += chunk.length })
  const ended = await fed.ended.then((code) => ({ code }), (error: unknown) => ({ error: String(error) }))
  return { ...ended, problem: await fed.fed, bytes, complaint: fed.complaint('nothing'), complaints: fed.complaints() }
}

async function* breaksOff(): AsyncGenerator<Uint8Array> {
  yield SAMPLES
  throw new Error('the store is gone')
}
/** More than any pipe holds. */
function* endless(): Generator<Uint8Array> { for (;;) yield SAMPLES }

describe('ffmpeg that is fed', () => {
  it('gets all of it, and is heard out', async () => {
    expect(await run(COPY, [SAMPLES, SAMPLES])).toEqual({ code: 0, problem: undefined, bytes: 32_000, complaint: 'nothing', complaints: [] })
  })

  it('may stop reading before the end: its own end counts', async () => {
    expect(await run([...QUIET, ...RAW_IN, '-t', '1', '-f', 's16le', 'pipe:1'], endless())).toMatchObject({ code: 0, bytes: 16_000, problem: undefined })
  })

  it('tells what it does not understand', async () => {
    const { complaint, complaints, ...rest } = await run([...QUIET, '-f', 'mp4', '-i', 'pipe:0', '-f', 'null', '-'], [SAMPLES])
    expect(rest).toMatchObject({ code: 1 })
    expect(complaints[0]).toContain('moov atom not found')
    expect(complaint).toContain('Invalid data found')
  })

  it('says when what it is fed with breaks off', async () => {
    expect(await run(COPY, breaksOff())).toMatchObject({ problem: new Error('the store is gone') })
  })

  it('is killed when its time is up', async () => {
    expect(await run([...QUIET, '-re', ...RAW_IN, '-f', 's16le', 'pipe:1'], endless(), { timeout: 200 })).toMatchObject({ code: null })
  })

  it('is killed when nobody wants it any more', async () => {
    expect(await run(COPY, endless(), { signal: AbortSignal.timeout(200) })).toMatchObject({ error: expect.stringContaining('abort') as string })
  })

  it('is not there: nothing hangs, and whoever asks is told', async () => {
    expect(await run(COPY, [SAMPLES], {}, '/nowhere/ffmpeg')).toMatchObject({ error: expect.stringContaining('ENOENT') as string })
  })
})
