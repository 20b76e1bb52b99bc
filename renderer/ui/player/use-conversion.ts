import { useFeed } from './use-feed.ts'
import type { Video } from './use-video.ts'

/** For an element that has the address itself: while the engine converts the file, it is fed with what has come. */
export function useConversion({ video, src, converting }: { readonly video: Video; readonly src: string; readonly converting: boolean }): void {
  useFeed({ video, src, converting })
}
