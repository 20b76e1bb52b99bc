import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type Desktop, startDesktop } from '../../../test-support/desktop.ts'
import { meanModel } from '../../../test-support/onnx-file.ts'

let desktop: Desktop
beforeAll(async () => {
  desktop = await startDesktop({ config: { version: 1, detector: { model: 'none' } } })
  await desktop.window()
})
afterAll(() => desktop.close())

it('serves the screens under a strict policy', async () => {
  const response = await desktop.electron.protocol.fetch('app://vigil/')
  expect(response.status).toBe(200)
  expect(await response.text()).toContain('<div id="root">')
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  const policy = response.headers.get('content-security-policy')?.split('; ')
  expect(policy).toEqual(expect.arrayContaining(["default-src 'self'", "connect-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]))
  expect(policy?.join(' ')).not.toMatch(/unsafe-eval|script-src|\*|https?:/)
})

it.each([
  { name: 'a file that is not there', url: 'app://vigil/no-such.js', status: 404 },
  { name: 'the folder above, plainly', url: 'app://vigil/../package.json', status: 404 },
  { name: 'the folder above, encoded', url: 'app://vigil/..%2fpackage.json', status: 404 },
  { name: 'the folder above, encoded twice', url: 'app://vigil/..%252fpackage.json', status: 404 },
  { name: 'the folder above, with backslashes', url: 'app://vigil/..%5cpackage.json', status: 404 },
  { name: 'a folder whose name begins like ours', url: 'app://vigil/..%2frenderer-old/index.html', status: 404 },
  { name: 'an address that cannot be decoded', url: 'app://vigil/%E0%A4%A', status: 404 },
  { name: 'a null byte', url: 'app://vigil/index.html%00.png', status: 404 },
  { name: 'another host', url: 'app://elsewhere/', status: 404 },
  { name: 'a screen', url: 'app://vigil/index.html', status: 200 },
  { name: 'the API', url: 'app://vigil/api/v1/cameras', status: 200 },
  { name: 'an unknown part of the API', url: 'app://vigil/api/v1/no-such', status: 404 },
])('answers $status for $name', async ({ url, status }) => {
  expect((await desktop.electron.protocol.fetch(url)).status).toBe(status)
})

it('takes changes over the API, and says what was wrong with them', async () => {
  const { protocol } = desktop.electron
  const post = (body: object): Promise<Response> => protocol.fetch('app://vigil/api/v1/cameras', { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
  expect((await post({ id: 'yard', enabled: false, inputs: [{ url: 'test:pattern' }] })).status).toBe(201)
  const refused = await post({ id: 'yard', enabled: false, inputs: [{ url: 'test:pattern' }] })
  expect([refused.status, refused.headers.get('content-type')]).toEqual([409, 'application/problem+json'])
})

it('takes a model as the body of a request, and has a process of its own try it', async () => {
  const { protocol } = desktop.electron
  const send = (name: string, body: Uint8Array): Promise<Response> =>
    protocol.fetch(`app://vigil/api/v1/models/import?name=${name}`, { method: 'POST', body: new Blob([new Uint8Array(body)]) })
  const taken = await send('mean.onnx', meanModel({ side: 64, metadata: { names: "['a', 'b', 'c']" } }))
  expect([taken.status, await taken.json()]).toMatchObject([201, { title: 'mean', family: 'yolo-end2end', labels: ['a', 'b', 'c'] }])
  const refused = await send('text.onnx', Buffer.from('<html>'))
  expect([refused.status, await refused.json()]).toMatchObject([400, { title: expect.stringMatching(/^text\.onnx: found text/) }])
})

it.each([
  { name: 'in development', packaged: false, page: 'http://localhost:5173/' },
  { name: 'not in the packaged program', packaged: true, page: 'app://vigil/' },
])('shows the page that Vite serves: $name', async ({ packaged, page }) => {
  vi.stubEnv('ELECTRON_RENDERER_URL', 'http://localhost:5173/')
  const developing = await startDesktop({
    config: { version: 1, detector: { model: 'none' } },
    prepare({ app }) {
      app.isPackaged = packaged
      Object.assign(process, { resourcesPath: '/nowhere' })
    },
  })
  expect((await developing.window()).loaded).toEqual([page])
  // The page asks its own origin; what is not the API goes on to the network, which the fake does not have.
  expect((await developing.electron.protocol.fetch(`${page}api/v1/cameras`)).status).toBe(200)
  const elsewhere = developing.electron.protocol.fetch('http://localhost:5173/main.tsx')
  await expect(elsewhere).rejects.toThrow(packaged ? 'ERR_UNKNOWN_URL_SCHEME' : 'ERR_INTERNET_DISCONNECTED')
  const { client, port } = await developing.rpc()
  expect(await client.cameras.list()).toEqual([])
  port.close()
  await developing.close()
  vi.unstubAllEnvs()
})
