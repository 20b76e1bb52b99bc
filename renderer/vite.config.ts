import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** For working on the screens alone: `vite renderer` in front of a headless engine on its usual port. */
export default defineConfig({
  plugins: [react()],
  worker: { format: 'es' },
  server: { proxy: { '/api': { target: 'http://127.0.0.1:8787', ws: true } } },
})
