// Stands in for 'electron' in every test (vitest.config.ts): importing the real one under plain Node tries to download it. Each part follows
// what Electron documents or does, refusals included; the utility processes are real children that run the product's own worker entries.
export { app, PreventableEvent } from './electron/fake-app.ts'
export { FakePort, MessageChannelMain, oversizedViews } from './electron/fake-ports.ts'
export { contextBridge, exposed, ipcRenderer, sentToMain } from './electron/fake-renderer.ts'
export { dialog, errorBoxes, keyring, Menu, net, privilegedSchemes, protocol, safeStorage, session } from './electron/fake-system.ts'
export { utilityProcess, utilityProcesses } from './electron/fake-utility.ts'
export { BrowserWindow, ipcMain } from './electron/fake-window.ts'
