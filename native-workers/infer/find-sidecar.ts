import { existsSync } from 'node:fs'

/** In the order in which they are looked for. */
const ENDINGS = ['.yml', '.yaml', '.json']

/** The sidecar of a model: the first one that is there. */
export const findSidecar = (modelPath: string): string | null => ENDINGS.map((ending) => `${modelPath}${ending}`).find((path) => existsSync(path)) ?? null
