import type { Event } from '../../../common/contracts/event.ts'
import { messageOf } from '../../../common/message-of.ts'
import type { Store } from '../../../common/wire/store-messages.ts'
import type { Logger } from '../../ports/logger.ts'
import type { FootageDesk } from './footage-desk.ts'
import { verifyWhole } from './verify-clip.ts'

/**
 * Clips a crash cut off before anybody could check them: what is stored is decoded now, one after the other. Those with their trigger frame in them
 * are saved; the others stay partial, and say why.
 */
export async function recheckClips(events: readonly Event[], { desk, store, ffmpegPath, logger, tell }: {
  desk: Pick<FootageDesk, 'clip'>
  store: Pick<Store, 'putEvent'>
  ffmpegPath: string
  logger: Logger
  tell: (event: Event) => void
}): Promise<void> {
  for (const event of events) {
    const { triggerSeconds } = event.clip
    if (event.clip.state !== 'partial' || event.clip.verified || triggerSeconds === undefined) continue
    try {
      const file = await desk.clip(event.id, 1)
      const verdict = file ? await verifyWhole({ file, triggerSeconds, ffmpegPath }) : { ok: false as const, reason: 'The clip could not be read back from the store.' }
      const clip: Event['clip'] = verdict.ok
        ? { ...event.clip, state: 'saved', verified: true, reason: 'Vigil was stopped while recording: the clip ends there; its trigger frame is stored and was checked.' }
        : { ...event.clip, reason: `Vigil was stopped while recording. ${verdict.reason}` }
      await store.putEvent({ ...event, clip })
      tell({ ...event, clip })
    } catch (error) {
      logger.warn({ eventId: event.id, error: messageOf(error) }, 'a clip that a crash had cut off could not be checked')
    }
  }
}
