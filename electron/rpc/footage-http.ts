import { Hono, type Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { FootageRequest, TimelineQuery } from '../../common/contracts/footage.ts'
import type { FootageFile } from '../services/clips/footage-file.ts'
import { clipResponse, convertedResponse } from './clip-response.ts'
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
  api.get('/footage/:file{[A-Za-z0-9_-]+[.]mp4}', (c) => {
    const id = c.req.param('file').slice(0, -4)
    return playable(services, { key: `footage/${id}`, file: services.footage.file(id), c }) ?? gone()
  })
  api.get('/events/:id/clip.mp4', async (c) => {
    const [id, part] = [c.req.param('id'), partOf(c.req.query('part'))]
    // A clip that still grows is another one every time.
    const file = await services.footage.clip(id, part)
    return playable(services, { key: `clip/${id}/${part}/${file?.size ?? 0}`, file, c }) ?? problem(404, `there is no clip of the event "${id}"`)
  })
  api.get('/events/:id/tracks', async (c) => {
    const tracks = await services.footage.clipTracks(c.req.param('id'), partOf(c.req.query('part')))
    return tracks ? c.json(tracks) : problem(404, `there is no clip of the event "${c.req.param('id')}"`)
  })
  api.get('/footage/:id/tracks', async (c) => {
    const file = services.footage.file(c.req.param('id'))
    return file ? c.json(await file.tracks()) : gone()
  })
  api.get('/storage', async (c) => {
    await services.storage.look()
    return services.storage.status ? c.json(services.storage.status) : problem(503, 'what is stored could not be looked at')
  })
  return api
}

/** As it is stored, or with `as=h264` converted for a viewer that cannot decode that. */
function playable({ conversions }: Pick<Services, 'conversions'>, { key, file, c }: { key: string; file: FootageFile | null; c: Context }): Response | null {
  const as = c.req.query('as')
  if (as !== undefined && as !== 'h264') return problem(400, `as: expected h264, got "${as}"`)
  if (file && as === 'h264' && file.codec !== 'h264') return convertedResponse(conversions.convert(key, file), file, c.req.header('range'))
  return clipResponse(file, c.req.header('range'), c.req.query('download'))
}

/** Of a clip: they count from 1. */
function partOf(text: string | undefined): number {
  const part = Number(text ?? 1)
  if (!Number.isInteger(part) || part < 1) throw new HTTPException(400, { message: `part: expected a whole number from 1, got "${text}"` })
  return part
}

const gone = (): Response => problem(404, 'this footage was closed; open it again')
