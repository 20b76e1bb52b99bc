import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClipTracks, Event, EventPage } from '../common/contracts/event.ts'
import type { ExportJob } from '../common/contracts/exports.ts'
import type { Timeline } from '../common/contracts/footage.ts'
import type { StorageStatus } from '../common/contracts/storage.ts'
import { type RunningEngine, startEngine } from '../test-support/engine.ts'

const BIG_THINGS = { minArea: 0.02 }

/** What is documented, asked for as a script would, and asked for wrongly. */
describe('footage, exports and storage over HTTP', () => {
  let engine: RunningEngine
  let event: Event
  const ask = (method: string, path: string, body?: unknown): Promise<Response> => fetch(`${engine.url}${path}`, {
    method, headers: { authorization: `Bearer ${engine.token}`, 'content-type': 'application/json' }, ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const ago = (seconds: number): string => new Date(Date.now() - seconds * 1_000).toISOString()

  beforeAll(async () => {
    engine = await startEngine({
      config: {
        version: 1, detector: { model: 'none' },
        cameras: [{ id: 'gate', name: 'Main gate', inputs: [{ url: 'test:pattern?size=640x360&fps=10' }], motion: BIG_THINGS, events: { on: ['motion'], preSeconds: 1, postSeconds: 1, maxSeconds: 6 }, record: { mode: 'always' } }],
      },
    })
    event = await engine.until<Event>('a clip', async () => (await engine.events()).find(({ clip }) => clip.verified && (clip.parts?.length ?? 0) > 1) ?? null, 40_000)
  }, 60_000)
  afterAll(() => engine?.stop())

  it.each<{ name: string; method?: string; path: string; body?: unknown; status: number; says: RegExp }>([
    { name: 'a timeline of no camera', path: '/api/v1/timeline?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z', status: 400, says: /cameras/ },
    { name: 'a timeline of no time', path: '/api/v1/timeline?cameras=gate&from=yesterday&to=today', status: 400, says: /from and to \(times as in RFC 3339\)/ },
    { name: 'footage of an unknown camera', path: '/api/v1/cameras/attic/footage.mp4?from=2026-01-01T00:00:00Z&to=2026-01-01T00:01:00Z', status: 404, says: /there is no camera "attic"/ },
    { name: 'footage without a time', path: '/api/v1/cameras/gate/footage.mp4', status: 400, says: /expected from and to/ },
    { name: 'footage that ends before it begins', path: '/api/v1/cameras/gate/footage.mp4?from=2026-01-01T00:01:00Z&to=2026-01-01T00:00:00Z', status: 400, says: /more than 0 and at most 3600 seconds, got -60/ },
    { name: 'a day of footage at once', path: '/api/v1/cameras/gate/footage.mp4?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z', status: 400, says: /at most 3600 seconds, got 86400/ },
    { name: 'footage of a time before all time', path: '/api/v1/cameras/gate/footage.mp4?from=2020-01-01T00:00:00Z&to=2020-01-01T00:01:00Z', status: 404, says: /nothing of "gate" was recorded between 2020/ },
    { name: 'footage nobody opened', path: '/api/v1/footage/nothing.mp4', status: 404, says: /open it again/ },
    { name: 'boxes of footage nobody opened', path: '/api/v1/footage/nothing/tracks', status: 404, says: /open it again/ },
    { name: 'part 0 of a clip', path: '/api/v1/events/EVENT/clip.mp4?part=0', status: 400, says: /part: expected a whole number from 1, got "0"/ },
    { name: 'a part there is not', path: '/api/v1/events/EVENT/clip.mp4?part=99', status: 404, says: /no clip of the event/ },
    { name: 'a clip as something else', path: '/api/v1/events/EVENT/clip.mp4?as=gif', status: 400, says: /as: expected h264, got "gif"/ },
    { name: 'a frame at no time', path: '/api/v1/events/EVENT/frame.jpg', status: 400, says: /expected at \(seconds of the clip\)/ },
    { name: 'a frame of a time before all time', path: '/api/v1/cameras/gate/frame.jpg?at=2020-01-01T00:00:00Z', status: 404, says: /nothing was recorded at that moment/ },
    { name: 'a filter there is not', path: '/api/v1/events?colour=red', status: 400, says: /the query is not valid/ },
    { name: 'a score beyond all scores', path: '/api/v1/events?minScore=7', status: 400, says: /minScore/ },
    { name: 'an export of nothing', method: 'POST', path: '/api/v1/exports', body: {}, status: 400, says: /"source"/ },
    { name: 'an export that is no JSON', method: 'POST', path: '/api/v1/exports', body: 'gate', status: 400, says: /"source"/ },
    { name: 'an export of an unknown event', method: 'POST', path: '/api/v1/exports', body: { source: { eventId: 'nobody' } }, status: 404, says: /there is no footage to export/ },
    { name: 'an export of a week', method: 'POST', path: '/api/v1/exports', body: { source: { camera: 'gate', from: '2026-01-01T00:00:00Z', to: '2026-01-08T00:00:00Z' } }, status: 400, says: /at most a day/ },
    { name: 'an export in a format there is not', method: 'POST', path: '/api/v1/exports', body: { source: { eventId: 'EVENT' }, kind: 'gif' }, status: 400, says: /kind/ },
    { name: 'an export that is not there', path: '/api/v1/exports/none', status: 404, says: /there is no such export/ },
    { name: 'its file', path: '/api/v1/exports/none/file', status: 404, says: /there is no such export/ },
    { name: 'to remove it', method: 'DELETE', path: '/api/v1/exports/none', status: 404, says: /there is no such export/ },
  ])('$name: one clear sentence', async ({ method = 'GET', path, body, status, says }) => {
    const response = await ask(method, path.replace('EVENT', event.id), body === undefined ? undefined : JSON.parse(JSON.stringify(body).replace('EVENT', event.id)))
    const text = await response.text()
    expect(response.status, text).toBe(status)
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    expect(text.replaceAll('\\"', '"')).toMatch(says)
    expect(text).not.toMatch(/node_modules|at Object|\/work/)
  })

  it('an export is made, told, fetched and removed', async () => {
    const job = await (await ask('POST', '/api/v1/exports', { source: { eventId: event.id, part: 1 }, kind: 'evidence', burnIn: { boxes: true, privacy: true } })).json() as ExportJob
    expect(job).toMatchObject({ name: expect.stringMatching(/^gate_motion_[\d_-]+\.zip$/) as string, state: 'waiting' })
    const done = await engine.until<ExportJob>('the export', async () => {
      const now = await engine.get<ExportJob>(`/api/v1/exports/${job.id}`)
      return now.state === 'done' || now.state === 'failed' ? now : null
    }, 60_000)
    expect(done).toMatchObject({ state: 'done', progress: 1, reason: null })
    const file = await ask('GET', `/api/v1/exports/${job.id}/file`)
    expect(file.headers.get('content-disposition')).toBe(`attachment; filename="${job.name}"`)
    const bytes = Buffer.from(await file.arrayBuffer())
    expect([bytes.length, bytes.subarray(0, 2).toString()]).toEqual([done.bytes, 'PK'])
    for (const name of ['clip.mp4', 'tracks.json', 'events.json', 'ledger.json', 'index.html', 'SHA256SUMS']) expect(bytes.includes(name), name).toBe(true)
    expect((await ask('DELETE', `/api/v1/exports/${job.id}`)).status).toBe(204)
    expect((await ask('GET', `/api/v1/exports/${job.id}`)).status).toBe(404)
  }, 90_000)

  it('an export that is removed while it runs stops', async () => {
    const job = await (await ask('POST', '/api/v1/exports', { source: { camera: 'gate', from: ago(20), to: ago(0) }, burnIn: { time: true } })).json() as ExportJob
    expect((await ask('GET', `/api/v1/exports/${job.id}/file`)).status).toBe(409)
    expect((await ask('DELETE', `/api/v1/exports/${job.id}`)).status).toBe(204)
    expect(((await (await ask('GET', '/api/v1/exports')).json()) as { items: ExportJob[] }).items).toEqual([])
  })

  it('recorded spans, boxes by the wall clock and what is stored are told alike', async () => {
    const span = `from=${ago(8)}&to=${ago(2)}`
    const { cameras: [gate] } = await engine.get<Timeline>(`/api/v1/timeline?cameras=gate&${span}&step=1`)
    expect(gate?.spans).toHaveLength(1)
    expect(gate?.events.map(({ id }) => id)).toContain(event.id)
    const footage = await ask('GET', `/api/v1/cameras/gate/footage.mp4?${span}`)
    const id = /footage\/(.+)\.mp4$/.exec(footage.url)?.[1] ?? ''
    const [whole, tracks] = [Buffer.from(await footage.arrayBuffer()), await engine.get<ClipTracks>(`/api/v1/footage/${id}/tracks`)]
    expect(tracks.frames.length).toBeGreaterThan(55)
    const part = await fetch(`${engine.url}/api/v1/footage/${id}.mp4`, { headers: { authorization: `Bearer ${engine.token}`, range: 'bytes=1000-1999' } })
    expect(Buffer.from(await part.arrayBuffer())).toEqual(whole.subarray(1_000, 2_000))
    const frame = await ask('GET', `/api/v1/cameras/gate/frame.jpg?at=${ago(4)}&boxes=1`)
    expect([frame.status, frame.headers.get('content-type'), Buffer.from(await frame.arrayBuffer()).subarray(0, 2).toString('hex')]).toEqual([200, 'image/jpeg', 'ffd8'])
    const storage = await engine.get<StorageStatus>('/api/v1/storage')
    expect(storage).toMatchObject({ state: 'ok', cameras: [{ id: 'gate' }], next: null })
  })

  it('events are reviewed by name, pinned, noted and found by all of it', async () => {
    const patch = async (body: object): Promise<Event> => await (await ask('PATCH', `/api/v1/events/${event.id}`, body)).json() as Event
    expect(await patch({ reviewed: true, by: 'anna', note: 'Delivery by the blue van' })).toMatchObject({ reviewed: true, reviewedBy: ['anna'] })
    const found = async (query: string): Promise<boolean> => (await engine.get<EventPage>(`/api/v1/events?${query}`)).items.some(({ id }) => id === event.id)
    const all = async (...queries: string[]): Promise<boolean[]> => Promise.all(queries.map((query) => found(query)))
    expect(await all('text=van', 'text=blue%20deliv', 'reviewed=true', 'reviewed=true&by=anna', 'reviewed=false&by=bob', 'type=motion&camera=gate&minScore=0')).toEqual([true, true, true, true, true, true])
    expect(await all('text=truck', 'reviewed=false', 'reviewed=false&by=anna', 'reviewed=true&by=bob', 'pinned=true', 'line=door', 'severity=alert')).toEqual([false, false, false, false, false, false, event.severity === 'alert'])
    await patch({ pinned: true })
    expect(await found('pinned=true&text=van')).toBe(true)
    // What the event goes on to say does not take back what people said.
    await ask('PATCH', '/api/v1/cameras/gate', { enabled: false })
    const later = await engine.until<Event>('its end', async () => (await engine.events()).find(({ id, state, clip }) => id === event.id && state === 'ended' && clip.state === 'saved') ?? null, 20_000)
    expect(later).toMatchObject({ reviewed: true, reviewedBy: ['anna'], pinned: true, note: 'Delivery by the blue van' })
  }, 30_000)
})
