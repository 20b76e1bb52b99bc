import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Camera } from '../../../../common/contracts/camera-status.ts'
import { cameraName, useCameras } from '../../../stores/cameras.ts'
import { useTiles } from '../../../stores/tiles.ts'
import { placePicture } from '../../../ui/picture/letterbox.ts'
import { LiveCanvas } from '../../../ui/wall/live-canvas.tsx'
import { Hatches } from './hatches.tsx'
import { DraftView } from './draft-view.tsx'
import { keyOf } from './shapes.ts'
import type { EditorStore } from './editor-store.ts'
import { ShapeView } from './shape-view.tsx'
import { StageHint } from './stage-hint.tsx'
import { TrialMark } from './trial-mark.tsx'
import type { TrialStore } from './trial-store.ts'
import { usePointer } from './use-pointer.ts'

const LOOK = { boxes: true, regions: false, fit: 'contain' } as const
const NONE = { zones: [], lines: [] } as const

interface StageProps {
  readonly editor: EditorStore
  readonly camera: Camera
  readonly trial: TrialStore
}

/** The live picture with the shapes on exactly the picture, not on the bars beside it. */
export function Stage({ editor, camera, trial }: StageProps) {
  const box = useRef<HTMLDivElement>(null)
  const [area, setArea] = useState({ width: 0, height: 0 })
  const width = useTiles((state) => state.facts[camera.id]?.width ?? 0) || 0
  const height = useTiles((state) => state.facts[camera.id]?.height ?? 0) || 0
  const known = useCameras((state) => state.status[camera.id]?.resolution)
  const rect = useMemo(
    () => placePicture({ area, picture: width > 0 ? { width, height } : (known ?? { width: 16, height: 9 }), fit: 'contain' }),
    [area, width, height, known],
  )
  const shapes = useStore(editor, (state) => state.history.present)
  const selected = useStore(editor, (state) => state.selected)
  const tool = useStore(editor, (state) => state.tool)
  const hands = usePointer(editor)

  useLayoutEffect(() => {
    const place = box.current
    if (!place) return
    const observer = new ResizeObserver(() => setArea({ width: place.clientWidth, height: place.clientHeight }))
    observer.observe(place)
    return () => observer.disconnect()
  }, [])

  // The selected shape lies on top, so that its corners can always be reached.
  const ordered = shapes.toSorted((a, b) => Number(keyOf(a) === selected) - Number(keyOf(b) === selected))
  return (
    <div ref={box} className="stage">
      <LiveCanvas cameraId={camera.id} label={`Live picture of ${cameraName(camera)}`} look={LOOK} regions={NONE} />
      <svg
        className={`stage-svg ${tool === 'select' ? '' : 'stage-drawing'}`} role="application" aria-label="Regions on the picture" data-testid="regions-stage"
        style={{ left: rect.x, top: rect.y, width: rect.width, height: rect.height }} viewBox={`0 0 ${Math.max(1, rect.width)} ${Math.max(1, rect.height)}`}
        {...hands.stage}
      >
        <Hatches />
        {ordered.map((shape) => (
          <ShapeView key={keyOf(shape)} editor={editor} shape={shape} size={rect} selected={keyOf(shape) === selected} hands={hands} />
        ))}
        <DraftView editor={editor} size={rect} />
        <TrialMark trial={trial} size={rect} />
      </svg>
      <StageHint editor={editor} />
    </div>
  )
}
