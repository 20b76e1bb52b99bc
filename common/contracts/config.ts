import { z } from 'zod'
import { CameraConfig } from './camera-config.ts'
import { Fraction, Slug } from './fraction.ts'

export const ServerConfig = z.strictObject({
  enabled: z.boolean().default(false),
  host: z.string().min(1).default('127.0.0.1'),
  port: z.int().min(0).max(65_535).default(8787),
})
export const StorageConfig = z.strictObject({
  retention: z.strictObject({
    days: z.number().min(0.04).max(3650).default(14),
    maxGb: z.number().min(0.1).max(1_000_000).default(50),
  }).prefault({}),
  minFreeGb: z.number().min(0).max(100_000).default(2),
})
/** The last moments of every camera in memory, for looking back at once, whether or not it is recorded. */
const RewindKeys = z.strictObject({
  seconds: z.number().min(0).max(600).default(60),
  /** For all cameras together; shared evenly. */
  maxMb: z.number().min(0).max(65_536).default(128),
  /** Cameras that are not recorded and send neither H.264 nor H.265 are encoded for it. */
  encode: z.boolean().default(true),
}, { error: ({ code }) => (code === 'invalid_type' ? 'expected a group of keys, or off' : undefined) })
export const RewindConfig = z.preprocess((value) => (value === 'off' ? { seconds: 0 } : value), RewindKeys)
export type RewindConfig = z.infer<typeof RewindConfig>
export const DetectorConfig = z.strictObject({
  model: z.string().min(1).default('yolox-nano').meta({ title: 'Model', description: "Catalogue id, path to an .onnx file, or 'none' for motion only" }),
  threads: z.union([z.literal('auto'), z.int().min(1).max(64)], 'expected a whole number from 1 to 64, or auto').default(1).meta({ title: 'Infer threads', description: 'Each runs one inference at a time on one core; auto = half of the cores' }),
  providers: z.array(z.enum(['cpu', 'cuda', 'tensorrt', 'directml', 'coreml', 'openvino', 'webgpu'])).min(1).default(['cpu']),
})
export type DetectorConfig = z.infer<typeof DetectorConfig>

const Publish = z.strictObject({
  mqtt: z.strictObject({
    url: z.string().min(1),
    prefix: z.string().min(1).default('vigil'),
    homeAssistant: z.boolean().default(true),
  }).optional(),
  webhooks: z.array(z.strictObject({
    id: Slug,
    url: z.string().min(1),
    secret: z.string().optional(),
    on: z.array(z.enum(['event.start', 'event.update', 'event.end'])).min(1).default(['event.start', 'event.end']),
  })).default([]),
})

/** The whole of `vigil.yml`. Unknown keys are refused; every key but `version` has a default. */
export const VigilConfig = z.strictObject({
  version: z.literal(1, 'expected 1, the only version of the file there is'),
  server: ServerConfig.prefault({}),
  storage: StorageConfig.prefault({}),
  rewind: RewindConfig.prefault({}),
  detector: DetectorConfig.prefault({}),
  cameras: z.array(CameraConfig).default([]),
  publish: Publish.prefault({}),
  alerts: z.strictObject({
    dropRate: Fraction.default(0.05),
    p99Ms: z.number().min(1).default(50),
  }).prefault({}),
})
export type VigilConfig = z.infer<typeof VigilConfig>
