import { Hono } from 'hono'
import { z } from 'zod'
import type { ExportSource } from '../../common/contracts/exports.ts'
import { problem, problemsOf } from './problem.ts'
import type { Services } from './services.ts'

const Seconds = z.strictObject({ at: z.coerce.number().min(0), boxes: z.enum(['0', '1']).default('0'), part: z.coerce.number().int().min(1).default(1) })
const Moment = z.strictObject({ at: z.iso.datetime({ offset: true }), boxes: z.enum(['0', '1']).default('0') })
/** A frame at or before the moment is in what was recorded up to here. */
const REACH_MS = 1_000

/** Single frames of what was recorded, in full size. */
export function frameRoutes({ exports, config }: Pick<Services, 'exports' | 'config'>): Hono {
  const api = new Hono()
  const answer = async (request: { source: ExportSource; at: { seconds: number } | { wallMs: number }; boxes: boolean }): Promise<Response> => {
    const picture = await exports.frame(request)
    return picture ? new Response(picture as Uint8Array<ArrayBuffer>, { headers: { 'content-type': 'image/jpeg', 'cache-control': 'no-store' } }) : problem(404, 'nothing was recorded at that moment')
  }
  api.get('/events/:id/frame.jpg', async (c) => {
    const query = Seconds.safeParse(c.req.query())
    if (!query.success) return problem(400, 'expected at (seconds of the clip), and perhaps boxes=1 and part', problemsOf(query.error))
    const { at, boxes, part } = query.data
    return answer({ source: { eventId: c.req.param('id'), part }, at: { seconds: at }, boxes: boxes === '1' })
  })
  api.get('/cameras/:id/frame.jpg', async (c) => {
    const camera = c.req.param('id')
    if (!config.camera(camera)) return problem(404, `there is no camera "${camera}"`)
    const query = Moment.safeParse(c.req.query())
    if (!query.success) return problem(400, 'expected at (a time as in RFC 3339), and perhaps boxes=1', problemsOf(query.error))
    const wallMs = Date.parse(query.data.at)
    return answer({ source: { camera, from: query.data.at, to: new Date(wallMs + REACH_MS).toISOString() }, at: { wallMs }, boxes: query.data.boxes === '1' })
  })
  return api
}
