import { contextBridge, ipcRenderer } from 'electron'
import { PORT_CHANNEL, readPortRequest } from '../common/wire/port-requests.ts'

contextBridge.exposeInMainWorld('vigilDesktop', Object.freeze({ door: 'desktop', platform: process.platform }))

// contextBridge cannot carry ports: the page posts them to its own window, and what is on the list goes on to the main process.
window.addEventListener('message', ({ source, origin, data, ports }) => {
  if (source !== window || origin !== location.origin || ports.length !== 1) return
  const request = readPortRequest(data)
  if (request) ipcRenderer.postMessage(PORT_CHANNEL, request, [...ports])
})
