import { ImageOff } from 'lucide-react'
import { useState } from 'react'
import './snapshot.css'
import type { Box } from '../../../common/frame-result.ts'
import { labelColour } from '../../../common/label-colour.ts'

interface SnapshotProps {
  readonly src: string | null
  readonly alt: string
  /** What the picture is about; fractions of it. */
  readonly mark?: { readonly box: Box; readonly label: string }
  /** All of it is shown, with black beside it, instead of as much as fills its place. */
  readonly whole?: boolean
}

interface Loaded {
  readonly src: string
  readonly width: number
  readonly height: number
}

/** A still picture that keeps its place while it loads and says so when there is none. */
export function Snapshot({ src, alt, mark, whole = false }: SnapshotProps) {
  const [failed, setFailed] = useState<string | null>(null)
  const [loaded, setLoaded] = useState<Loaded | null>(null)
  const missing = src === null || failed === src
  return (
    <span className={whole ? 'snapshot snapshot-whole' : 'snapshot'}>
      {missing
        ? <span className="snapshot-none" role="img" aria-label={`${alt}: no picture`}><ImageOff aria-hidden /></span>
        : (
            <img
              src={src} alt={alt} loading="lazy" decoding="async" draggable={false} onError={() => setFailed(src)}
              onLoad={mark && (({ currentTarget: { naturalWidth: width, naturalHeight: height } }) => setLoaded({ src, width, height }))}
            />
          )}
      {mark && !missing && loaded?.src === src && <Mark {...mark} {...loaded} whole={whole} />}
    </span>
  )
}

/** Scaled and cut as the picture is. */
function Mark({ box: [x, y, w, h], label, width, height, whole }: NonNullable<SnapshotProps['mark']> & Loaded & { readonly whole: boolean }) {
  const place = { x: x * width, y: y * height, width: w * width, height: h * height }
  return (
    <svg className="snapshot-mark" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio={whole ? 'xMidYMid meet' : 'xMidYMid slice'} aria-hidden data-testid="snapshot-box">
      <rect {...place} className="snapshot-edge" />
      <rect {...place} stroke={labelColour(label)} />
    </svg>
  )
}
