import { VideoOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import './video-stage.css'
import type { Video } from './use-video.ts'

interface VideoStageProps {
  readonly video: Video
  /** None while somebody else feeds the video. */
  readonly src: string | undefined
  readonly label: string
  readonly autoPlay?: boolean
  readonly testId: string
  readonly children?: ReactNode
}

/** The moving picture with what is drawn over it. */
export function VideoStage({ video: { stage, video, canvas, store }, src, label, autoPlay = true, testId, children }: VideoStageProps) {
  const problem = useStore(store, (state) => state.problem)
  const zoomed = useStore(store, (state) => state.zoomed)
  return (
    <div ref={stage} className={`stage ${zoomed ? 'stage-zoomed' : ''}`}>
      {/* Cameras' footage has no speech; nothing could be captioned. */}
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption */}
      <video ref={video} src={src} preload="auto" muted playsInline autoPlay={autoPlay} data-testid={`${testId}-video`} aria-label={label} />
      <canvas ref={canvas} className="stage-overlay" data-testid={`${testId}-overlay`} aria-hidden />
      {problem !== null && <span className="stage-word" role="alert"><VideoOff aria-hidden />{problem}</span>}
      {children}
    </div>
  )
}
