import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { z } from 'zod'
import { EditError } from '../../common/edit-error.ts'
import { EventPatch, EventQuery } from '../../common/contracts/event.ts'
import { WhyQuery } from '../../common/contracts/why.ts'
import { ReplayRequest } from '../../common/contracts/replay.ts'
import { cameraView, cameraViews } from './camera-view.ts'
import { exportRoutes } from './exports-http.ts'
import { frameRoutes } from './frames-http.ts'
import { footageRoutes } from './footage-http.ts'
import { modelRoutes } from './models-http.ts'
import { problem, problemsOf } from './problem.ts'
import type { Services } from './services.ts'

const STATUS = { 'not-found': 404, conflict: 409, invalid: 400, 'too-large': 413 } as const

const jpeg = (bytes: Uint8Array, cache: string): Response => new Response(bytes as Uint8Array<ArrayBuffer>, { headers: { 'content-type': 'image/jpeg', 'cache-control': cache } })

/** The documented HTTP API; both doors mount it. Who may call it is the door's business. */
export function createHttpApi(services: Services): Hono {
  const api = new Hono()
  const body = async (request: Request): Promise<Record<string, unknown>> => {
    const value: unknown = await request.json().catch(() => { throw new HTTPException(400, { message: 'the body is not JSON' }) })
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new HTTPException(400, { message: 'expected a JSON object' })
    return value as Record<string, unknown>
  }

  api.get('/cameras', (c) => c.json(cameraViews(services)))
  api.post('/cameras', async (c) => c.json(cameraView(services, await services.cameras.add(await body(c.req.raw))), 201))
  api.get('/cameras/:id', (c) => {
    const camera = cameraView(services, c.req.param('id'))
    return camera ? c.json(camera) : problem(404, `there is no camera "${c.req.param('id')}"`)
  })
  api.patch('/cameras/:id', async (c) => {
    await services.cameras.update(c.req.param('id'), await body(c.req.raw))
    return c.json(cameraView(services, c.req.param('id')))
  })
  api.delete('/cameras/:id', async (c) => {
    await services.cameras.remove(c.req.param('id'))
    return c.body(null, 204)
  })
  api.get('/cameras/:id/snapshot.jpg', async (c) => {
    const id = c.req.param('id')
    if (!services.config.camera(id)) return problem(404, `there is no camera "${id}"`)
    const picture = await services.media.snapshot(id, c.req.query('boxes') === '1')
    return picture ? jpeg(picture, 'no-store') : problem(503, 'no picture has come from this camera yet')
  })

  api.post('/cameras/:id/replay', async (c) => {
    const request = ReplayRequest.safeParse(await body(c.req.raw))
    if (!request.success) return problem(400, 'the proposed rules are not valid', problemsOf(request.error))
    for await (const news of services.replay(c.req.param('id'), request.data, c.req.raw.signal)) if (news.type === 'result') return c.json(news.replay)
    return problem(503, 'the replay was cancelled')
  })

  api.get('/cameras/:id/why', async (c) => {
    const query = WhyQuery.safeParse(c.req.query())
    if (!query.success) return problem(400, 'expected at (a time as in RFC 3339), x and y (fractions of the picture)', problemsOf(query.error))
    const answer = await services.why(c.req.param('id'), query.data)
    return answer ? c.json(answer) : problem(404, `there is no camera "${c.req.param('id')}"`)
  })

  api.get('/events', async (c) => {
    const query = EventQuery.safeParse(c.req.query())
    if (!query.success) return problem(400, 'the query is not valid', problemsOf(query.error))
    return c.json(await services.store.listEvents(query.data))
  })
  api.get('/events/:id', async (c) => {
    const event = await services.store.getEvent(c.req.param('id'))
    return event ? c.json(event) : noEvent(c.req.param('id'))
  })
  api.patch('/events/:id', async (c) => {
    const patch = EventPatch.safeParse(await body(c.req.raw))
    if (!patch.success) return problem(400, 'the change is not valid', problemsOf(patch.error))
    const event = await services.patchEvent(c.req.param('id'), patch.data)
    return event ? c.json(event) : noEvent(c.req.param('id'))
  })
  api.delete('/events/:id', async (c) => (await services.removeEvent(c.req.param('id')) ? c.body(null, 204) : noEvent(c.req.param('id'))))
  api.get('/events/:id/snapshot.jpg', async (c) => {
    const picture = await services.store.getSnapshot(c.req.param('id'))
    return picture ? jpeg(picture, 'private, max-age=86400') : noEvent(c.req.param('id'), 'snapshot of the event')
  })

  api.route('/', footageRoutes(services))
  api.route('/', frameRoutes(services))
  api.route('/exports', exportRoutes(services))
  api.get('/stats', (c) => c.json(services.stats.current()))
  api.route('/models', modelRoutes(services))

  const { fault } = services
  if (fault) {
    api.post('/faults/abort-in-inference', (c) => {
      fault('abort-in-inference')
      return c.body(null, 202)
    })
  }

  api.notFound((c) => problem(404, `${c.req.method} ${c.req.path} is not part of the API`))
  api.onError((error) => {
    if (error instanceof EditError) return problem(STATUS[error.kind], error.message, error.problems)
    if (error instanceof HTTPException) return problem(error.status, error.message)
    if (error instanceof z.ZodError) return problem(400, 'the request is not valid', problemsOf(error))
    return problem(503, error.message)
  })
  return api
}

const noEvent = (id: string, what = 'event'): Response => problem(404, `there is no ${what} "${id}"`)
