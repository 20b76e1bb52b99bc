// Motion on a whole 640x360 picture ÷ the same steps in OpenCV on one thread (python3-opencv, when it is there).
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { MotionConfig } from '../common/contracts/camera-config.ts'
import { createFrameKernel } from '../native-workers/kernels/frame-kernel.ts'
import { createMotionDetector } from '../native-workers/media/motion/motion-detector.ts'
import { decodeI420, footagePath } from '../test-support/footage.ts'
import { bar, type BenchBar } from './bar.ts'

const PICTURE = { width: 640, height: 360 }
const FRAMES = 100
const ROUNDS = 1000
const NAME = 'motion 640x360 ÷ OpenCV, one thread'
const LIMITS = { unit: 'ratio', must: 0.6, aim: 0.4 }

interface Peer { readonly version: string; readonly sameMs: number; readonly plainMs: number; readonly changed: readonly number[] }

async function runPeer(lumas: readonly Uint8Array[]): Promise<Peer | null> {
  const folder = await mkdtemp(join(tmpdir(), 'vigil-bench-'))
  try {
    const file = join(folder, 'luma.raw')
    await writeFile(file, Buffer.concat(lumas))
    const args = [resolve(import.meta.dirname, 'motion_opencv.py'), file, String(PICTURE.width), String(PICTURE.height), String(ROUNDS)]
    // Debian's module belongs to the system's Python, which need not be the first on the path.
    for (const python of ['/usr/bin/python3', 'python3']) {
      const answer = await promisify(execFile)(python, args).then(({ stdout }) => stdout, () => null)
      if (answer !== null) return JSON.parse(answer) as Peer
    }
    return null
  } finally {
    await rm(folder, { recursive: true })
  }
}

function runKernel(pictures: readonly Uint8Array[], halve: boolean): { ms: number; changed: number[] } {
  const kernel = createFrameKernel({ ...PICTURE, slots: pictures.length, halve })
  pictures.forEach((picture, slot) => kernel.slot(slot).set(picture))
  kernel.motion.learn(0)
  const times: number[] = []
  const changed: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const slot = round % pictures.length
    const start = performance.now()
    changed.push(kernel.motion.step({ slot, threshold: 30, restlessThreshold: 15, calmRate: 0.01, movingRate: 0.003 }))
    // At ten frames a second every fourth one.
    if (round % 4 === 0) kernel.motion.remember(slot)
    times.push(performance.now() - start)
  }
  // The mean of a cheap and a dearer kind of frame; medians of each would hide the second. The slowest tenth is the machine's noise.
  return { ms: trimmedMean(times), changed }
}

/** All that a camera does with a frame, the light and the merging of regions included, at half scale. */
function runDetector(pictures: readonly Uint8Array[]): number {
  const kernel = createFrameKernel({ ...PICTURE, slots: pictures.length })
  pictures.forEach((picture, slot) => kernel.slot(slot).set(picture))
  const detector = createMotionDetector({ kernel, config: MotionConfig.parse({}) })
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    detector.detect(round % pictures.length, round * 100)
    times.push(performance.now() - start)
  }
  return trimmedMean(times)
}

function trimmedMean(values: readonly number[]): number {
  const kept = [...values].sort((a, b) => a - b).slice(0, Math.floor(values.length * 0.9))
  return sum(kept) / kept.length
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

export async function run(): Promise<BenchBar[]> {
  const pictures: Uint8Array[] = []
  for await (const picture of decodeI420({ file: footagePath('vtest.avi'), ...PICTURE, frames: FRAMES })) pictures.push(picture)
  const before = runKernel(pictures, false)
  const peer = await runPeer(pictures.map((picture) => picture.subarray(0, PICTURE.width * PICTURE.height)))
  const after = runKernel(pictures, false)
  const ms = (before.ms + after.ms) / 2
  const half = runKernel(pictures, true).ms
  const own = `${ms.toFixed(3)} ms; as shipped, at half scale, ${half.toFixed(3)} ms, with the light and the regions ${runDetector(pictures).toFixed(3)} ms`
  if (!peer) return [bar({ name: `${NAME}: the peer is missing (apt-get install python3-opencv); ours ${own}`, value: null, ...LIMITS })]
  // A speed-up counts only for the same work: the two averages round differently, the changed pixels must all but agree.
  const off = Math.abs(sum(peer.changed) - sum(before.changed)) / sum(peer.changed)
  if (off > 0.02) throw new Error(`the kernel and OpenCV disagree: ${(off * 100).toFixed(1)} % of the changed pixels`)
  const theirs = `OpenCV ${peer.version} ${peer.sameMs.toFixed(3)} ms, ${peer.plainMs.toFixed(3)} ms without the look at the recent past`
  return [bar({ name: `${NAME} (${own}; ${theirs})`, value: ms / peer.sameMs, ...LIMITS })]
}
