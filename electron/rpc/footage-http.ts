import { Hono } from 'hono'
import { FootageRequest, TimelineQuery } from '../../common/contracts/footage.ts'
import { clipResponse } from './clip-response.ts'
import { problem, problemsOf } from './problem.ts'
import type { Services } from './services.ts'

/** What was recorded, by the wall clock. */
export function footageRoutes(services: Services): Hono {
  const api = new Hono()
  api.get('/timeline', async (c) => {
    const { cameras, step, ...span } = c.req.query()
    const query = TimelineQuery.safeParse({ cameras: cameras?.split(',') ?? [], ...span, ...(step !== undefined && { stepSeconds: Number(step) }) })
    if (!query.success) return problem(400, 'expected cameras (ids with commas between), from and to (times as in RFC 3339), and perhaps step (seconds)', problemsOf(query.error))
    const { from, to, stepSeconds } = query.data
    return c.json({ cameras: await services.store.timeline({ cameras: query.data.cameras, fromMs: Date.parse(from), toMs: Date.parse(to), stepMs: stepSeconds * 1_000 }) })
  })
  // What is opened stays the same however long it is played: a file of memory and store that moves on would break between two ranges.
  api.get('/cameras/:id/footage.mp4', async (c) => {
    const camera = c.req.param('id')
    if (!services.config.camera(camera)) return problem(404, `there is no camera "${camera}"`)
    const request = FootageRequest.safeParse({ camera, from: c.req.query('from'), to: c.req.query('to') })
    if (!request.success) return problem(400, 'expected from and to, times as in RFC 3339', problemsOf(request.error))
    const opened = await services.footage.open(request.data)
    return c.redirect(`/api/v1/footage/${opened.id}.mp4`)
  })
  api.get('/footage/:file{[A-Za-z0-9_-]+[.]mp4}', (c) => clipResponse(services.footage.file(c.req.param('file').slice(0, -4)), c.req.header('range'), c.req.query('download')) ?? gone())
  api.get('/footage/:id/tracks', async (c) => {
    const file = services.footage.file(c.req.param('id'))
    return file ? c.json(await file.tracks()) : gone()
  })
  api.get('/storage', async (c) => {
    if (services.storage.status === null) await services.storage.look()
    return services.storage.status ? c.json(services.storage.status) : problem(503, 'what is stored could not be looked at')
  })
  return api
}

const gone = (): Response => problem(404, 'this footage was closed; open it again')
