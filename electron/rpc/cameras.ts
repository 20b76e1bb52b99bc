import { implement, ORPCError } from '@orpc/server'
import type { Camera } from '../../common/contracts/camera-status.ts'
import { type CheckedRegions, formatRegionPath, regionProblems } from '../../common/rules/region-problems.ts'
import { contract } from '../../common/contracts/rpc.ts'
import { cameraView, cameraViews } from './camera-view.ts'
import { editing } from './editing.ts'
import type { Services } from './services.ts'
import { watchLatest } from './watch.ts'

const os = implement(contract).cameras

export function cameraProcedures(services: Services) {
  const viewOf = (id: string): Camera => {
    const camera = cameraView(services, id)
    if (!camera) throw new ORPCError('NOT_FOUND', { message: `there is no camera "${id}"` })
    return camera
  }
  const update = async (id: string, patch: Record<string, unknown>): Promise<Camera> => {
    await editing(() => services.cameras.update(id, patch))
    return viewOf(id)
  }
  return {
    list: os.list.handler(() => cameraViews(services)),
    watch: os.watch.handler(({ signal }) => watchLatest({
      read: () => services.capture.statuses(), subscribe: (changed) => services.capture.onChange(changed), everyMs: 100, signal,
    })),
    probe: os.probe.handler(({ input }) => services.probe(input)),
    add: os.add.handler(async ({ input }) => viewOf(await editing(() => services.cameras.add(input)))),
    update: os.update.handler(({ input }) => update(input.id, input.patch)),
    why: os.why.handler(async ({ input: { id, ...query } }) => {
      const answer = await services.why(id, query)
      if (!answer) throw new ORPCError('NOT_FOUND', { message: `there is no camera "${id}"` })
      return answer
    }),
    remove: os.remove.handler(({ input }) => editing(() => services.cameras.remove(input.id))),
    setRegions: os.setRegions.handler(({ input: { id, zones, lines, motionMasks, objectMasks, privacy } }) =>
      checked({ zones: zones ?? [], lines: lines ?? [], masks: motionMasks ?? [], objectMasks: objectMasks ?? [], privacy: privacy ?? [] }, () => update(id, {
        ...(zones && { zones }), ...(lines && { lines }), ...(motionMasks && { motion: { masks: motionMasks } }), ...(objectMasks && { objectMasks }), ...(privacy && { privacy }),
      }))),
  }
}

/** A shape that can never do anything is refused with a sentence, before anything is written. */
async function checked<T>(regions: CheckedRegions, save: () => Promise<T>): Promise<T> {
  const problems = regionProblems(regions, { crossing: 'refused' }).map(({ path, text }) => `${formatRegionPath(path)}: ${text}`)
  if (problems.length > 0) throw new ORPCError('BAD_REQUEST', { message: problems.join('; '), data: { problems } })
  return save()
}
