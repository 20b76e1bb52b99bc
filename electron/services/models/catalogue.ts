import { COCO_LABELS } from '../../../common/coco-labels.ts'

/** A model Vigil knows: where its publisher has it, and by which content it is recognised. */
export interface CatalogueEntry {
  readonly id: string
  readonly title: string
  readonly family: 'yolox'
  readonly fileName: string
  readonly url: string
  readonly bytes: number
  /** The publisher's file first; others are re-exports with the same weights. A file is taken by content, whatever its name. */
  readonly digests: readonly string[]
  readonly licence: string
  readonly inputWidth: number
  readonly inputHeight: number
  readonly labels: readonly string[]
}

const RELEASE = 'https://github.com/Megvii-BaseDetection/YOLOX/releases/download/0.1.1rc0'

const yolox = (entry: Pick<CatalogueEntry, 'id' | 'title' | 'fileName' | 'bytes' | 'digests'> & { side: number }): CatalogueEntry => ({
  id: entry.id, title: entry.title, family: 'yolox', fileName: entry.fileName, url: `${RELEASE}/${entry.fileName}`, bytes: entry.bytes,
  digests: entry.digests, licence: 'Apache-2.0', inputWidth: entry.side, inputHeight: entry.side, labels: COCO_LABELS,
})

export const CATALOGUE: readonly CatalogueEntry[] = [
  yolox({
    id: 'yolox-nano', title: 'YOLOX nano (fast)', fileName: 'yolox_nano.onnx', bytes: 3_659_407, side: 416,
    digests: [
      'c789161ed43c8269fcd4e67c67eeeb4e80c622da2eb296a20bc6007bd18a0b7d',
      'e8af074932d4ed7e232278e3055cefcdea3edf178874a3694ae292649fb464dd',
    ],
  }),
  yolox({
    id: 'yolox-tiny', title: 'YOLOX tiny (balanced)', fileName: 'yolox_tiny.onnx', bytes: 20_219_662, side: 416,
    digests: ['427cc366d34e27ff7a03e2899b5e3671425c262ea2291f88bb942bc1cc70b0f7'],
  }),
  yolox({
    id: 'yolox-s', title: 'YOLOX s (accurate)', fileName: 'yolox_s.onnx', bytes: 35_858_002, side: 640,
    digests: ['c5c2d13e59ae883e6af3b45daea64af4833a4951c92d116ec270d9ddbe998063'],
  }),
]
