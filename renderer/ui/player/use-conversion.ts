import { useEffect, type RefObject } from 'react'
import type { Video } from './use-video.ts'

interface Conversion {
  readonly video: Video
  readonly src: string
  /** The engine makes the file while it sends it. */
  readonly converting: boolean
  /** Where a newly opened file begins, seconds; taken once. */
  readonly begin: RefObject<number | null>
}

const ASK_MS = 3_000

/** A file that is still being made has no ranges to ask for; once it has, it is opened again where it stands, and all of it can be sought. */
async function isComplete(src: string, signal: AbortSignal): Promise<boolean> {
  const asked = new AbortController()
  signal.addEventListener('abort', () => asked.abort(), { once: true })
  try {
    const answer = await fetch(src, { headers: { range: 'bytes=0-0' }, signal: asked.signal })
    return answer.status === 206
  } catch {
    return false
  } finally {
    asked.abort()
  }
}

/** Opens each file where it should begin, and follows one that is being made until it is complete. */
export function useConversion({ video: { video, opened }, src, converting, begin }: Conversion): void {
  useEffect(() => {
    const element = video.current
    if (!element || begin.current === null) return
    element.currentTime = begin.current
    begin.current = null
  }, [video, src, begin])

  useEffect(() => {
    opened.current?.setGrowing(converting)
    if (!converting) return
    const ended = new AbortController()
    const timer = setInterval(() => {
      void isComplete(src, ended.signal).then((complete) => {
        const element = video.current
        if (!complete || ended.signal.aborted || !element) return
        clearInterval(timer)
        const at = element.currentTime
        const playing = !element.paused
        element.load()
        element.currentTime = at
        if (playing) element.play().catch(() => {})
        opened.current?.setGrowing(false)
      })
    }, ASK_MS)
    return () => {
      ended.abort()
      clearInterval(timer)
    }
  }, [video, opened, src, converting])
}
