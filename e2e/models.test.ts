import { writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ModelInfo } from '../common/contracts/model.ts'
import { barriers } from '../test-support/accessibility.ts'
import { type ConsolePage, launchBrowser, openConsole } from '../test-support/browser.ts'
import { type RunningEngine, startEngine, temporaryFolder } from '../test-support/engine.ts'
import { footagePath, modelPath } from '../test-support/footage.ts'
import { constantModel, meanModel } from '../test-support/onnx-file.ts'

const CONFIG = `version: 1
# Which model, and why: the small one is enough for the hall.
detector: { model: yolox-nano, providers: [openvino, cpu] } # one thread
cameras:
  - id: hall
    inputs: [{ url: "file:${footagePath('one-by-one-person-detection.mp4')}", loop: true }]
`
const NANS = constantModel({ inputs: [{ name: 'in', shape: [1, 3, 64, 64] }], heads: [{ name: 'out', shape: [1, 300, 6], data: new Float32Array(1800).fill(Number.NaN) }] })

/** Models come, are tried, refused or used, on an engine that goes on detecting. */
describe('models on a running engine', () => {
  let engine: RunningEngine
  let browser: Browser
  let console_: ConsolePage
  const folder = temporaryFolder()
  const file = (name: string, bytes: Uint8Array | string): string => {
    const path = join(folder, name)
    writeFileSync(path, bytes)
    return path
  }
  const models = (): Promise<ModelInfo[]> => engine.get<ModelInfo[]>('/api/v1/models')
  const active = async (): Promise<ModelInfo | undefined> => (await models()).find(({ state }) => state === 'active')
  const inferred = async (): Promise<number> => (await engine.stats()).cameras[0]?.ledger.outcomes.inferred ?? 0
  const call = (path: string, method: string, body: BodyInit, type?: string): Promise<Response> =>
    fetch(`${engine.url}/api/v1/models/${path}`, { method, body, headers: { authorization: `Bearer ${engine.token}`, ...(type !== undefined && { 'content-type': type }) } })
  const use = (id: string): Promise<Response> => call('active', 'PUT', JSON.stringify({ id }), 'application/json')

  beforeAll(async () => {
    engine = await startEngine({ config: CONFIG })
    browser = await launchBrowser()
    await engine.until('inferences', async () => (await inferred()) > 3)
    console_ = await openConsole(browser, engine, '#/settings/model')
  })
  afterAll(async () => {
    await browser?.close()
    await engine?.stop()
  })

  it('says on what it runs, and why not on what was asked for first', async () => {
    const { page } = console_
    await page.getByTestId('detector-note').getByText('openvino: not in this build of onnxruntime; running on cpu').waitFor()
    expect(engine.log().match(/openvino: not in this build/g)).toHaveLength(1)
  })

  it('imports over HTTP, uses the model at once, and keeps the comments of the file', async () => {
    const answer = await call('import?name=Fast.onnx', 'POST', await readFile(modelPath('FastestDet.onnx')), 'application/octet-stream')
    expect(answer.status).toBe(201)
    const model = await answer.json() as ModelInfo
    expect(model).toMatchObject({ title: 'Fast', family: 'fastestdet', state: 'available', inputWidth: 352 })
    const used = await use(model.id)
    expect(used.status).toBe(200)
    await engine.until('the new model in use', async () => (await active())?.id === model.id)
    const before = await inferred()
    await engine.until('inferences by it', async () => (await inferred()) > before + 5)
    const text = await readFile(join(engine.data, 'vigil.yml'), 'utf8')
    expect(text).toContain('# Which model, and why: the small one is enough for the hall.\n')
    expect(text).toContain('# one thread')
    expect(text).toContain(`model: ${model.id}`)
  })

  it.each([
    { name: 'no ONNX', body: () => Buffer.from('<html>'), query: '?name=a.onnx', status: 400, title: /^a\.onnx: found text/ },
    { name: 'NaN', body: () => Buffer.from(NANS), query: '?name=b.onnx', status: 400, title: /^b\.onnx: a trial run on a grey picture gave NaN/ },
    { name: 'no name', body: () => Buffer.from(NANS), query: '', status: 400, title: /^expected the \.onnx file as the body and its name/ },
  ])('refuses with one line and goes on detecting: $name', async ({ body, query, status, title }) => {
    const answer = await call(`import${query}`, 'POST', body(), 'application/octet-stream')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json'])
    expect((await answer.json() as { title: string }).title).toMatch(title)
    expect((await active())?.title).toBe('Fast')
  })

  it('takes a form with a sidecar', async () => {
    const form = new FormData()
    form.set('model', new File([Buffer.from(meanModel({ side: 64 }))], 'mean.onnx'))
    form.set('sidecar', 'names: [red, green, blue]\nlicence: CC0')
    const answer = await call('import', 'POST', form)
    expect(await answer.json()).toMatchObject({ title: 'mean', labels: ['red', 'green', 'blue'], licence: 'CC0', family: 'yolo-end2end' })
  })

  it('keeps the one in use when the file names one that cannot be used', async () => {
    const broken = file('broken.onnx', NANS)
    const text = await readFile(join(engine.data, 'vigil.yml'), 'utf8')
    writeFileSync(join(engine.data, 'vigil.yml'), text.replace(/model: [^,]+,/, `model: ${broken},`))
    const { page } = console_
    await page.getByTestId('detector').getByText(/broken\.onnx: a trial run .* stays in use/).waitFor()
    const before = await inferred()
    await engine.until('inferences by the one before', async () => (await inferred()) > before + 5)
    expect((await use('yolox-nano')).status).toBe(200)
    await engine.until('yolox-nano again', async () => (await active())?.id === 'yolox-nano')
  })

  it.each([
    { body: '{"id":"yolo9000"}', status: 404, title: /^there is no model "yolo9000"; expected one of yolox-nano/ },
    { body: '{"id":"yolox-s"}', status: 409, title: /^The model yolox-s is not on this machine/ },
    { body: '{}', status: 400, title: /^expected a JSON object/ },
  ])('answers $body with $status', async ({ body, status, title }) => {
    const answer = await call('active', 'PUT', body, 'application/json')
    expect(answer.status).toBe(status)
    expect((await answer.json() as { title: string }).title).toMatch(title)
  })

  it('shows it all on the screen: import, refusal, choice, by keyboard', async () => {
    const { page } = console_
    await page.getByTestId('import-file').setInputFiles([file('bad.onnx', NANS)])
    await page.getByTestId('model-refusal').getByText(/bad\.onnx: a trial run on a grey picture gave NaN in out/).waitFor()
    await page.getByTestId('import-file').setInputFiles([file('good.onnx', meanModel({ side: 96 })), file('good.onnx.yml', 'names: [a, b, c]')])
    const row = page.getByTestId('model-good')
    await row.getByText(/Available · YOLO end to end · 96×96 · .* · 3 labels · licence not told/).waitFor()
    expect(await page.getByTestId('model-refusal').count()).toBe(0)
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      expect(await barriers(page)).toEqual([])
    }
    await row.getByRole('button', { name: 'Use this model: good' }).focus()
    await page.keyboard.press('Enter')
    await row.getByText('In use', { exact: true }).waitFor()
    await engine.until('the chosen model in use', async () => (await active())?.title === 'good')
    // The refused import, and nothing else.
    expect(console_.errors.filter((text) => !text.includes('400'))).toEqual([])
  })
})
