import { ImageOff } from 'lucide-react'
import { useState } from 'react'
import './snapshot.css'

interface SnapshotProps {
  readonly src: string | null
  readonly alt: string
}

/** A still picture that keeps its place while it loads and says so when there is none. */
export function Snapshot({ src, alt }: SnapshotProps) {
  const [failed, setFailed] = useState<string | null>(null)
  const missing = src === null || failed === src
  return (
    <span className="snapshot">
      {missing
        ? <span className="snapshot-none" role="img" aria-label={`${alt}: no picture`}><ImageOff aria-hidden /></span>
        : <img src={src} alt={alt} loading="lazy" decoding="async" draggable={false} onError={() => setFailed(src)} />}
    </span>
  )
}
