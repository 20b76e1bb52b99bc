import { useEffect, useState } from 'react'

const secondsUntil = (atMs: number): number => Math.max(0, Math.ceil((atMs - Date.now()) / 1000))

/** Whole seconds until a moment; null without one. */
export function useCountdown(atMs: number | null): number | null {
  const [, turn] = useState(0)
  useEffect(() => {
    if (atMs === null) return
    const timer = setInterval(() => turn((count) => count + 1), 250)
    return () => clearInterval(timer)
  }, [atMs])
  return atMs === null ? null : secondsUntil(atMs)
}
