export const SECTIONS = [
  { id: 'storage', name: 'Storage', words: 'disk space free used retention days size deleted reach forecast recordings pinned' },
  { id: 'operator', name: 'Operator', words: 'name user who reviewed by me' },
  { id: 'appearance', name: 'Appearance', words: 'theme dark light system density compact colours' },
  { id: 'keyboard', name: 'Keyboard', words: 'keys shortcuts' },
  { id: 'model', name: 'Detection model', words: 'detector onnx yolox yolo detr import labels threads licence objects cuda provider' },
  { id: 'diagnostics', name: 'Diagnostics and about', words: 'version processes memory config file browser webcodecs licence uptime' },
] as const

export type SectionId = (typeof SECTIONS)[number]['id']

/** Sections whose name or words hold every word of the text. */
export function findSections(text: string): readonly (typeof SECTIONS)[number][] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return SECTIONS.filter((section) => words.every((word) => `${section.name} ${section.words}`.toLowerCase().includes(word)))
}
