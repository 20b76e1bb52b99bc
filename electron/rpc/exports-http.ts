import { Hono } from 'hono'
import { ExportRequest } from '../../common/contracts/exports.ts'
import { streamOf } from './clip-response.ts'
import { problem, problemsOf } from './problem.ts'
import type { Services } from './services.ts'

/** `/exports`: files for outside; they are made one after the other, and asked for until they are done. */
export function exportRoutes({ exports }: Pick<Services, 'exports'>): Hono {
  const api = new Hono()
  api.get('/', (c) => c.json({ items: exports.jobs() }))
  api.post('/', async (c) => {
    const request = ExportRequest.safeParse(await c.req.json().catch(() => null))
    if (!request.success) return problem(400, 'expected {"source": {"eventId"} or {"camera", "from", "to"}, "kind": "mp4" or "evidence", "burnIn": {"boxes", "time", "privacy"}}', problemsOf(request.error))
    return c.json(await exports.start(request.data), 202)
  })
  api.get('/:id', (c) => {
    const job = exports.job(c.req.param('id'))
    return job ? c.json(job) : none()
  })
  api.delete('/:id', (c) => (exports.remove(c.req.param('id')) ? c.body(null, 204) : none()))
  api.get('/:id/file', (c) => {
    const [job, bytes] = [exports.job(c.req.param('id')), exports.read(c.req.param('id'))]
    if (!job) return none()
    if (bytes === null) return problem(409, job.state === 'failed' ? `the export failed: ${job.reason ?? ''}` : `the export is not done yet (${job.state})`)
    return new Response(streamOf(bytes), {
      headers: {
        'content-type': job.request.kind === 'mp4' ? 'video/mp4' : 'application/zip', 'content-length': String(job.bytes),
        'content-disposition': `attachment; filename="${job.name}"`, 'cache-control': 'no-store',
      },
    })
  })
  return api
}

const none = (): Response => problem(404, 'there is no such export (any more)')
