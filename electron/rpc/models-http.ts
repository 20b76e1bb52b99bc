import { Hono } from 'hono'
import { z } from 'zod'
import { EditError } from '../../common/edit-error.ts'
import type { Services } from './services.ts'

const Choice = z.strictObject({ id: z.string().min(1) })
/** A form is held in memory as a whole; larger models come as a plain body, which is streamed. */
const MOST_FORM_BYTES = 256 * 1024 * 1024

/** `/models`: what there is, new ones, and which is in use. */
export function modelRoutes({ models }: Pick<Services, 'models'>): Hono {
  const routes = new Hono()
  routes.get('/', async (c) => c.json(await models.list()))
  routes.post('/import', async (c) => {
    const incoming = c.req.header('content-type')?.startsWith('multipart/form-data') === true ? await fromForm(c.req.raw) : fromBody(c.req.raw, c.req.query('name'))
    return c.json(await models.import(incoming), 201)
  })
  routes.put('/active', async (c) => {
    const choice = Choice.safeParse(await c.req.json().catch(() => null))
    if (!choice.success) throw new EditError('invalid', ['expected a JSON object {"id": "…"} with the id of a model, or none'])
    return c.json({ id: choice.data.id, model: await models.activate(choice.data.id) })
  })
  return routes
}

type Incoming = Parameters<Services['models']['import']>[0]

/** The model as the body itself; its name in the address. */
function fromBody(request: Request, name: string | undefined): Incoming {
  if (name === undefined || request.body === null) throw new EditError('invalid', ['expected the .onnx file as the body and its name as ?name=FILE.onnx, or a form with the file as "model"'])
  return { name, bytes: request.body }
}

/** A form: `model` (the file), perhaps `name` and `sidecar` (a file or its text). */
async function fromForm(request: Request): Promise<Incoming> {
  const length = Number(request.headers.get('content-length') ?? Number.NaN)
  if (Number.isNaN(length)) throw new EditError('invalid', ['a form must tell its length (content-length); send the file as a plain body with ?name=FILE.onnx instead'])
  if (length > MOST_FORM_BYTES) throw new EditError('too-large', [`a form of ${length} bytes is too large, at most ${MOST_FORM_BYTES}; send the file as a plain body with ?name=FILE.onnx instead`])
  const form = await request.formData().catch(() => { throw new EditError('invalid', ['the form cannot be read; send the file as "model" of a multipart form']) })
  const model = form.get('model')
  if (!(model instanceof File)) throw new EditError('invalid', ['expected the .onnx file as "model" of the form'])
  const name = form.get('name')
  const sidecar = form.get('sidecar')
  return {
    name: typeof name === 'string' && name !== '' ? name : model.name, bytes: model.stream(),
    sidecar: sidecar instanceof File ? await sidecar.text() : sidecar ?? undefined,
  }
}
