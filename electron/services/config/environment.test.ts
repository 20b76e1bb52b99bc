import { describe, expect, it } from 'vitest'
import { readEnvironment } from './environment.ts'
import { resolveSecrets } from './secrets.ts'

describe('variables', () => {
  it.each([
    { name: 'VIGIL_SERVER_PORT', path: 'server.port' },
    { name: 'VIGIL_STORAGE_RETENTION_MAX_GB', path: 'storage.retention.maxGb' },
    { name: 'VIGIL_STORAGE_MIN_FREE_GB', path: 'storage.minFreeGb' },
    { name: 'VIGIL_DETECTOR_MODEL', path: 'detector.model' },
    { name: 'VIGIL_PUBLISH_MQTT_URL', path: 'publish.mqtt.url' },
    { name: 'VIGIL_ALERTS_P99_MS', path: 'alerts.p99Ms' },
  ])('$name sets $path', ({ name, path }) => {
    expect(readEnvironment({ [name]: 'x' })).toEqual({ overrides: new Map([[path, 'x']]), warnings: [] })
  })
  it.each(['VIGIL_FFMPEG', 'VIGIL_MODELS', 'VIGIL_DATA', 'VIGIL_TEST_MEDIA', 'PATH', 'VIGILANT', 'vigil_server_port'])('%s says nothing about the config', (name) => {
    expect(readEnvironment({ [name]: 'x' })).toEqual({ overrides: new Map(), warnings: [] })
  })
  it('warns of one it does not know, and of no other', () => {
    expect(readEnvironment({ VIGIL_SERVER_PROT: '1', VIGIL_SERVER_HOST: 'x' }).warnings).toEqual(['VIGIL_SERVER_PROT is ignored: Vigil knows no such variable; did you mean "VIGIL_SERVER_PORT"?'])
  })
})

describe('names in addresses', () => {
  const secrets = { weakness: null, get: (name: string) => Promise.resolve(name === 'gate' ? 'p@ss w/rd:é' : null), set: () => Promise.resolve(), delete: () => Promise.resolve() }
  it.each([
    { text: 'rtsp://u:${secret:gate}@cam/1', url: 'rtsp://u:p%40ss%20w%2Frd%3A%C3%A9@cam/1' },
    { text: 'rtsp://${CAM_USER}:${secret:gate}@${CAM_HOST}/1', url: 'rtsp://me:p%40ss%20w%2Frd%3A%C3%A9@cam.local/1' },
    { text: 'rtsp://cam/$1/{x}', url: 'rtsp://cam/$1/{x}' },
  ])('$text', async ({ text, url }) => {
    expect(await resolveSecrets(text, secrets, { CAM_USER: 'me', CAM_HOST: 'cam.local' })).toEqual({ ok: true, url })
  })
  it.each([
    { text: 'rtsp://u:${secret:yard}@cam/1', problem: 'the password "yard" is not stored on this machine; enter it on the camera\'s page' },
    { text: 'rtsp://u:${YARD}@cam/1', problem: 'the environment variable YARD is not set' },
  ])('$text: $problem', async ({ text, problem }) => {
    expect(await resolveSecrets(text, secrets, {})).toEqual({ ok: false, problem })
  })
})
