import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { electron: resolve(import.meta.dirname, 'test-support/fake-electron.ts') } },
  test: {
    environment: 'node',
    include: ['common/**/*.test.ts', 'electron/**/*.test.ts', 'native-workers/**/*.test.ts', 'renderer/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
})
