import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { feedVideo, type Feed } from './feed-video.ts'
import type { Video } from './use-video.ts'

interface Source {
  readonly video: Video
  readonly src: string
  /** The engine makes the file while it sends it. */
  readonly converting: boolean
  /** More is added to the file while it is looked at. */
  readonly growing?: boolean
  /** More of it has come and is about to be shown: its boxes are wanted. */
  readonly onMore?: () => Promise<void>
}

/** The address for the video element itself; none while the video is fed. A file that comes to its end while it is looked at is not opened anew. */
export function useFeed({ video: { opened, video, store }, src, converting, growing = false, onMore }: Source): string | undefined {
  const [begun, begin] = useState({ src, feeds: converting || growing, grows: growing && !converting })
  if (begun.src !== src) begin({ src, feeds: converting || growing, grows: growing && !converting })
  const [plain, setPlain] = useState<string | null>(null)
  const feed = useRef<Feed | null>(null)
  const more = useEffectEvent(() => onMore?.() ?? Promise.resolve())
  const { feeds, grows } = begun

  useEffect(() => {
    const player = opened.current
    if (!feeds || !video.current || !player) return
    // Of a clip under way everything that is there can be sought; what is converted has a length before it is there.
    player.setGrowing(!grows)
    const own = feedVideo({
      video: video.current, src, grows, seconds: grows ? 0 : store.getState().duration,
      onAttach: (url) => player.attach(url),
      onMore: () => more(),
      onPlain() {
        player.setGrowing(false)
        setPlain(src)
      },
      onEnd: () => player.setGrowing(false),
      onFail: () => player.fail(),
    })
    feed.current = own
    return () => {
      own.stop()
      feed.current = null
      player.setGrowing(false)
    }
  }, [opened, video, store, src, feeds, grows])
  useEffect(() => {
    if (!growing) feed.current?.finish()
  }, [growing])
  return feeds && plain !== src ? undefined : src
}
