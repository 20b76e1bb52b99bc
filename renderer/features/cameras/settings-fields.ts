import type { z } from 'zod'
import { DetectConfig, EventsConfig, MotionConfig, RecordConfig, type CameraConfig } from '../../../common/contracts/camera-config.ts'

/** The parts of a camera's config these forms edit. */
type Section = 'detect' | 'motion' | 'record' | 'events'

interface Base {
  readonly section: Section
  /** With a dot: a key of a group within the section. */
  readonly key: string
  readonly title: string
  readonly hint?: string
}

export type FieldSpec =
  | (Base & { readonly kind: 'number'; readonly schema: z.ZodType; readonly unit?: string; /** Said in an empty field, where it may be empty. */ readonly empty?: string })
  | (Base & { readonly kind: 'switch' })
  | (Base & { readonly kind: 'labels' })
  | (Base & { readonly kind: 'choice'; readonly options: readonly Choice[] })
  | (Base & { readonly kind: 'kinds'; readonly options: readonly Choice[] })
  | (Base & { readonly kind: 'zones' })

interface Choice {
  readonly value: string
  readonly text: string
  /** One line on what it means. */
  readonly detail?: string
}

export interface FieldGroup {
  readonly title: string
  readonly text: string
  readonly fields: readonly FieldSpec[]
}

const detect = DetectConfig.shape
const motion = MotionConfig.shape
const events = EventsConfig.shape
const record = RecordConfig.shape
const retention = record.retention.unwrap().shape

export const DETECTION: readonly FieldGroup[] = [
  {
    title: 'Objects', text: 'What is looked for, and how often.',
    fields: [
      { kind: 'switch', section: 'detect', key: 'enabled', title: 'Look for objects' },
      { kind: 'labels', section: 'detect', key: 'labels', title: 'Labels', hint: 'Enter adds one. The active model names what it knows while you type.' },
      { kind: 'number', section: 'detect', key: 'fps', title: 'Frame rate', unit: 'fps', schema: detect.fps, hint: 'What Vigil asks of the source.' },
      { kind: 'number', section: 'detect', key: 'inferFps', title: 'Inference rate', unit: 'fps', schema: detect.inferFps, hint: 'At most so many frames a second go through the model.' },
      { kind: 'number', section: 'detect', key: 'width', title: 'Analysis width', unit: 'px', schema: detect.width },
    ],
  },
  {
    title: 'Detector', text: 'How this camera shares the detector with the others.',
    fields: [
      { kind: 'choice', section: 'detect', key: 'priority', title: 'Priority when the detector is short',
        options: choices(detect.priority.unwrap().options, { low: 'Low', normal: 'Normal', high: 'High' }, { low: 'Half the share of a normal camera.', normal: 'An equal share for every normal camera.', high: 'Twice the share of a normal camera.' }) },
      { kind: 'choice', section: 'detect', key: 'tier', title: 'Detector tier',
        options: choices(detect.tier.unwrap().options, { auto: 'Automatic', live: 'Live', balanced: 'Balanced', batch: 'Batch' }, {
          auto: 'Live for cameras, batch for files at full speed.', live: 'The newest frame only, one look at it: the soonest answer.',
          balanced: 'Up to three frames wait, two looks at each: finds more, answers later.', batch: 'Every frame is looked at, however long it takes; live cameras go first.' }) },
      { kind: 'switch', section: 'detect', key: 'crops', title: 'Look closer at small things', hint: 'What moves and is too small in the whole picture is enlarged and looked at again.' },
    ],
  },
  {
    title: 'Scores', text: 'When a thing becomes an object.',
    fields: [
      { kind: 'number', section: 'detect', key: 'minScore', title: 'Lowest score', schema: detect.minScore, hint: 'A hit below it counts as 0 for that frame.' },
      { kind: 'number', section: 'detect', key: 'threshold', title: 'Threshold', schema: detect.threshold, hint: 'The median score that makes an object true, for good.' },
    ],
  },
  {
    title: 'Motion', text: 'Only frames with motion go to the detector.',
    fields: [
      { kind: 'switch', section: 'motion', key: 'enabled', title: 'Look for motion' },
      { kind: 'number', section: 'motion', key: 'threshold', title: 'Threshold', unit: 'grey levels', schema: motion.threshold, hint: 'How much a point must change. Higher is less sensitive.' },
      { kind: 'switch', section: 'motion', key: 'improveContrast', title: 'Improve contrast', hint: 'A dim picture is judged as if it were stretched; its noise is not.' },
      { kind: 'number', section: 'motion', key: 'minArea', title: 'Smallest moving area', schema: motion.minArea, hint: 'As a fraction of the picture: 0.0005 is 115 points of 640×360.' },
    ],
  },
]

export const RECORDING: readonly FieldGroup[] = [
  {
    title: 'Clips', text: 'What is kept.',
    fields: [
      { kind: 'choice', section: 'record', key: 'mode', title: 'Record', options: choices(record.mode.unwrap().options, { off: 'Nothing', events: 'Events', motion: 'Motion', always: 'Always' }, {
        off: 'Events are kept without a clip.', events: 'Clips of events, with what came before and after.', motion: 'Clips of events, and whatever moves.', always: 'Everything, without a break.' }) },
      { kind: 'switch', section: 'record', key: 'audio', title: 'Record sound', hint: 'Where the camera has it.' },
      {
        kind: 'choice', section: 'record', key: 'privacy', title: 'Privacy masks in clips', options: choices(record.privacy.unwrap().options, { copy: 'Not in them', transcode: 'Burned in' }),
        hint: 'A clip is the camera\'s own stream, without the masks. Burned in, it is encoded anew, which costs processor time.',
      },
      { kind: 'number', section: 'events', key: 'preSeconds', title: 'Before the event', unit: 's', schema: events.preSeconds },
      { kind: 'number', section: 'events', key: 'postSeconds', title: 'After the event', unit: 's', schema: events.postSeconds },
      { kind: 'number', section: 'events', key: 'maxSeconds', title: 'Longest clip', unit: 's', schema: events.maxSeconds },
    ],
  },
  {
    title: 'Keeping', text: 'For how long, and in how much space. Pinned events stay.',
    fields: [
      { kind: 'number', section: 'record', key: 'retention.days', title: 'Keep for', unit: 'days', schema: retention.days, empty: 'as for all cameras' },
      { kind: 'number', section: 'record', key: 'retention.maxGb', title: 'Keep at most', unit: 'GB', schema: retention.maxGb, empty: 'as for all cameras' },
    ],
  },
  {
    title: 'Events', text: 'What makes an event.',
    fields: [
      { kind: 'kinds', section: 'events', key: 'on', title: 'Begin on', options: choices(events.on.unwrap().element.options, { object: 'Objects', motion: 'Motion', line: 'Tripwires' }) },
      { kind: 'number', section: 'events', key: 'cooldownSeconds', title: 'Pause between events', unit: 's', schema: events.cooldownSeconds, hint: 'For the same label at this camera.' },
      { kind: 'zones', section: 'events', key: 'requireZones', title: 'Only in these zones', hint: 'None chosen: the whole picture counts.' },
    ],
  },
]

function choices(values: readonly string[], names: Readonly<Record<string, string>>, details: Readonly<Record<string, string>> = {}): Choice[] {
  return values.map((value) => ({ value, text: names[value] ?? value, ...(details[value] && { detail: details[value] }) }))
}

/** What a camera's config says for a field. */
export const valueOf = (camera: CameraConfig, { section, key }: Base): unknown =>
  key.split('.').reduce<unknown>((found, name) => (found as Readonly<Record<string, unknown>> | undefined)?.[name], camera[section])

/** An optional number: nothing typed, nothing set. */
export const mayBeEmpty = (field: FieldSpec): boolean => field.kind === 'number' && field.empty !== undefined

/** Writes a value where its key leads; undefined takes the key out of the file. */
export function putValue(patch: Record<string, Record<string, unknown>>, { section, key }: Pick<Base, 'section' | 'key'>, value: unknown): void {
  const own = (patch[section] ??= {})
  const [first = key, second] = key.split('.')
  if (second === undefined) own[first] = value
  else own[first] = { ...(own[first] as object | undefined), [second]: value }
}
