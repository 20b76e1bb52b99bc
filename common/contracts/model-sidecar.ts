import { z } from 'zod'

/** How a model's input is made and its outputs are read; what models of a family have in common. */
export const ModelFamily = z.enum(['yolox', 'yolov5', 'yolov8', 'yolo-end2end', 'detr', 'yolov4', 'ssd', 'fastestdet'])
export type ModelFamily = z.infer<typeof ModelFamily>

const Side = z.int().min(32).max(4096)
const Channels = z.tuple([z.number(), z.number(), z.number()])

/** How pixel values become input values: as they are, divided by 255, or that and then (value - mean) / std, red first. */
const Range = z.union([z.enum(['0-255', '0-1']), z.strictObject({ mean: Channels, std: z.tuple([z.number().positive(), z.number().positive(), z.number().positive()]) })], {
  error: 'expected "0-255", "0-1", or { mean: [r, g, b], std: [r, g, b] }',
})
const Name = z.string().min(1).max(64)

/**
 * `NAME.onnx.yml` or `NAME.onnx.json` beside a model: what its file does not tell. All of it is optional and wins over the model's own metadata.
 */
export const ModelSidecar = z.strictObject({
  family: ModelFamily.optional(),
  input: z.strictObject({
    width: Side.optional(),
    height: Side.optional(),
    colour: z.enum(['rgb', 'bgr']).optional(),
    range: Range.optional(),
    fit: z.enum(['letterbox-corner', 'letterbox-centre', 'stretch']).optional(),
    /** Grey 0..255 around a letterboxed picture. */
    pad: z.number().min(0).max(255).optional(),
    /** Whether a model that can is fed pictures in their own shape (with as little border as it takes), or all of them in the size of its file. */
    shape: z.enum(['picture', 'fixed']).optional(),
  }).prefault({}),
  /** By class index: a list, or numbers with names. */
  names: z.union([z.array(Name).min(1).max(10_000), z.record(z.string().regex(/^\d{1,5}$/), Name)], { error: 'expected a list of names, or numbers with names' }).optional(),
  /** DETR: how logits become scores; softmax has one class more than there are names (no object). */
  activation: z.enum(['sigmoid', 'softmax']).optional(),
  /** SSD: the number that the model gives to the first name. */
  firstClass: z.union([z.literal(0), z.literal(1)]).optional(),
  licence: z.string().max(200).optional(),
})
export type ModelSidecar = z.infer<typeof ModelSidecar>
