import { sentence, whenWords } from '../../../ui/format.ts'

const INSTANT = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})/g

/** The engine's words for people: instants by the operator's clock, the first letter large. */
export const inWords = (text: string): string => sentence(text.replace(INSTANT, (instant) => whenWords(Date.parse(instant))))
