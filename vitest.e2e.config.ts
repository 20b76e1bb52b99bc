import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

// The whole product, one test file after the other: they share two cores with the engine and the browser they start.
export default defineConfig({
  resolve: { alias: { electron: resolve(import.meta.dirname, 'test-support/fake-electron.ts') } },
  test: {
    environment: 'node',
    include: ['e2e/**/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    maxWorkers: 1,
  },
})
