import { useEffect } from 'react'
import type { Video } from './use-video.ts'

interface Conversion {
  readonly video: Video
  readonly src: string
  /** The engine makes the file while it sends it. */
  readonly converting: boolean
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

/** Follows a file that is being made until it is complete. */
export function useConversion({ video: { opened }, src, converting }: Conversion): void {
  useEffect(() => {
    opened.current?.setGrowing(converting)
    if (!converting) return
    const ended = new AbortController()
    const timer = setInterval(() => {
      void isComplete(src, ended.signal).then((complete) => {
        if (!complete || ended.signal.aborted) return
        clearInterval(timer)
        opened.current?.reload()
        opened.current?.setGrowing(false)
      })
    }, ASK_MS)
    return () => {
      ended.abort()
      clearInterval(timer)
    }
  }, [opened, src, converting])
}
