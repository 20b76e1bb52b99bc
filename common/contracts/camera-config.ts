import { z } from 'zod'
import { Fraction, Slug } from './fraction.ts'
import { LabelFilter, Line, Mask, Zone } from './regions.ts'

export const InputRole = z.enum(['detect', 'record'])
export type InputRole = z.infer<typeof InputRole>

export const CameraInput = z.strictObject({
  url: z.string().min(1).max(2048).meta({ title: 'Address', description: 'rtsp, rtsps, http, https, file, v4l2, avfoundation, dshow or test' }),
  roles: z.array(InputRole).min(1).default(['detect', 'record']).meta({ title: 'Used for' }),
  transport: z.enum(['tcp', 'udp']).default('tcp').meta({ title: 'Transport (RTSP)' }),
  loop: z.boolean().default(false).meta({ title: 'Loop (files)' }),
  pace: z.enum(['realtime', 'fast']).default('realtime').meta({ title: 'Pace (files)' }),
})
export type CameraInput = z.infer<typeof CameraInput>

export const DetectConfig = z.strictObject({
  enabled: z.boolean().default(true),
  width: z.int().min(64).max(3840).default(640).meta({ title: 'Analysis width', unit: 'px' }),
  fps: z.number().min(0.1).max(60).default(10).meta({ title: 'Frame rate', unit: 'fps' }),
  inferFps: z.number().min(0.1).max(60).default(5).meta({ title: 'Inference rate', unit: 'fps' }),
  /** `auto`: live, and batch for files that run as fast as they can. */
  tier: z.enum(['auto', 'live', 'balanced', 'batch']).default('auto').meta({ title: 'Tier', description: 'live: newest frame, one inference each. balanced: a short queue and a second look. batch: nothing is dropped' }),
  priority: z.enum(['low', 'normal', 'high']).default('normal').meta({ title: 'Priority', description: 'Share of the detector when there is not enough for all cameras' }),
  crops: z.boolean().default(true).meta({ title: 'Look closer', description: 'Looks again at what moves and is too small for the detector in the whole picture' }),
  labels: z.array(z.string().min(1)).default(['person', 'car']).meta({ title: 'Labels' }),
  minScore: Fraction.default(0.5),
  threshold: Fraction.default(0.7),
  filters: z.record(z.string(), LabelFilter).default({}),
})
export type DetectConfig = z.infer<typeof DetectConfig>

export const MotionConfig = z.strictObject({
  enabled: z.boolean().default(true),
  threshold: z.number().min(1).max(255).default(30).meta({ title: 'Threshold', unit: 'grey levels' }),
  minArea: Fraction.default(0.0005).meta({ title: 'Smallest moving area', description: 'Fraction of the picture' }),
  improveContrast: z.boolean().default(true).meta({ title: 'Improve contrast', description: 'A dim or dull picture is judged as if it were stretched, never below its noise' }),
  masks: z.array(Mask).default([]),
})
export type MotionConfig = z.infer<typeof MotionConfig>

export const RecordConfig = z.strictObject({
  mode: z.enum(['off', 'events', 'motion', 'always']).default('events').meta({ title: 'Record', description: 'events: clips of events. motion: also whatever moves. always: without a break' }),
  audio: z.boolean().default(true).meta({ title: 'Record sound', description: 'Where the camera has it' }),
  /** Where the camera is to be kept for less time, or in less space, than storage.retention says for all. */
  retention: z.strictObject({
    days: z.number().min(0.04).max(3650).optional().meta({ title: 'Keep for', unit: 'days' }),
    maxGb: z.number().min(0.1).max(1_000_000).optional().meta({ title: 'Keep at most', unit: 'GB' }),
  }).prefault({}),
  privacy: z.enum(['copy', 'transcode']).default('copy').meta({ title: 'Privacy masks in clips', description: 'copy: the clip is the camera\'s own stream, without the masks. transcode: the masks are burned in; the clip is encoded anew, which costs processor time' }),
})

export const PoolConfig = z.strictObject({
  slots: z.int().min(3).max(64).default(8).meta({ title: 'Frame slots' }),
  policy: z.enum(['drop-oldest', 'drop-newest', 'never']).default('drop-oldest'),
  deadlineTolerance: z.union([z.literal('auto'), z.number().min(0).max(10)], 'expected a number from 0 to 10, or auto').default('auto'),
  maxAgeMs: z.number().min(50).max(60_000).default(2000),
})
export type PoolConfig = z.infer<typeof PoolConfig>

export const EventKind = z.enum(['object', 'motion', 'line'])
export type EventKind = z.infer<typeof EventKind>

export const EventsConfig = z.strictObject({
  on: z.array(EventKind).default(['object']),
  cooldownSeconds: z.number().min(0).max(86_400).default(0),
  preSeconds: z.number().min(0).max(60).default(5),
  postSeconds: z.number().min(0).max(300).default(5),
  maxSeconds: z.number().min(5).max(3600).default(120),
  requireZones: z.array(z.string()).default([]),
})
export type EventsConfig = z.infer<typeof EventsConfig>

export const CameraConfig = z.strictObject({
  id: Slug.meta({ title: 'Id' }),
  name: z.string().min(1).max(120).optional().meta({ title: 'Name' }),
  enabled: z.boolean().default(true),
  inputs: z.array(CameraInput).min(1, 'expected at least one input').max(2, 'expected one or two inputs'),
  detect: DetectConfig.prefault({}),
  motion: MotionConfig.prefault({}),
  zones: z.array(Zone).default([]),
  lines: z.array(Line).default([]),
  privacy: z.array(Mask).default([]),
  objectMasks: z.array(Mask).default([]),
  record: RecordConfig.prefault({}),
  pool: PoolConfig.prefault({}),
  events: EventsConfig.prefault({}),
})
export type CameraConfig = z.infer<typeof CameraConfig>

/** What of a camera's config the analysis needs. */
export type AnalysisConfig = Pick<CameraConfig, 'id' | 'detect' | 'motion' | 'zones' | 'lines' | 'privacy' | 'objectMasks' | 'pool' | 'events'>
