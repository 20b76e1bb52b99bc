/** Where a frame's time goes, in the order a frame passes. Durations in milliseconds. */
export const ANALYSIS_STAGES = ['read', 'queue', 'motion', 'preprocess', 'infer', 'postprocess', 'track', 'zones', 'total'] as const
/** `glass` is capture to painted, as the engine sees it: it includes the way back of the viewer's acknowledgement. */
export const VIEWER_STAGES = ['send', 'receive', 'paint', 'glass'] as const
export const STAGES = [...ANALYSIS_STAGES, ...VIEWER_STAGES] as const

export type Stage = (typeof STAGES)[number]
export type StageTimes = Partial<Record<Stage, number>>
