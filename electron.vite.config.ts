import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const at = (path: string): string => resolve(import.meta.dirname, path)

export default defineConfig({
  main: {
    build: {
      outDir: at('out/main'),
      emptyOutDir: true,
      sourcemap: true,
      minify: false,
      externalizeDeps: true,
      rolldownOptions: {
        input: {
          main: at('electron/main.ts'),
          headless: at('electron/headless.ts'),
          analyze: at('electron/analyze.ts'),
          demo: at('electron/demo.ts'),
          media: at('native-workers/media/entry.ts'),
          infer: at('native-workers/infer/thread.ts'),
          store: at('native-workers/store/entry.ts'),
          check: at('native-workers/check/entry.ts'),
        },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: at('out/preload'),
      emptyOutDir: true,
      minify: false,
      // Sandboxed: one file, CommonJS, nothing but 'electron' to require.
      externalizeDeps: false,
      rolldownOptions: { input: { preload: at('electron/preload.ts') }, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    root: at('renderer'),
    build: { outDir: at('out/renderer'), emptyOutDir: true, minify: true, rolldownOptions: { input: at('renderer/index.html') } },
    plugins: [react()],
    worker: { format: 'es' },
  },
})
