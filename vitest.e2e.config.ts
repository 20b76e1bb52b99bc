import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

/**
 * What mostly waits for pictures to come in their own time: each of these keeps one core busy for a third of it at most. What kills, measures how long something takes,
 * holds painted frames against their boxes or fills both cores by itself is not among them.
 */
const WAITING = [
  'clock-steps', 'numbered-clips', 'privacy-clips', 'privacy-masks', 'sound-and-codecs', 'footage-api', 'retention', 'desktop-door', 'disk-faults', 'read-only-disk',
].map((name) => `e2e/${name}.test.ts`)

// The whole product. Its tests share two cores with the engines and browsers they start: first those that wait, two at once, then the others one after the other.
export default defineConfig({
  resolve: { alias: { electron: resolve(import.meta.dirname, 'test-support/fake-electron.ts') } },
  test: {
    environment: 'node',
    testTimeout: 180_000,
    hookTimeout: 120_000,
    projects: [
      { extends: true, test: { name: 'waiting', include: WAITING, maxWorkers: 2, sequence: { groupOrder: 0 } } },
      { extends: true, test: { name: 'alone', include: ['e2e/**/*.test.ts'], exclude: WAITING, fileParallelism: false, maxWorkers: 1, sequence: { groupOrder: 1 } } },
    ],
  },
})
