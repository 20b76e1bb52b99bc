import { CATALOGUE_STEPS } from './schema-catalogue.ts'
import { MEDIA_STEPS } from './schema-media.ts'

export type FileKind = 'catalogue' | 'media'

/** The tables of both kinds of file. A step is never edited once released: a change is a new step at the end. */
export const MIGRATIONS: Readonly<Record<FileKind, readonly string[]>> = { catalogue: CATALOGUE_STEPS, media: MEDIA_STEPS }
