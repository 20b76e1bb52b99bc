import { didYouMean } from './config-problems.ts'

/** Config values that may come from the environment, by the variable's name. Lists (cameras, webhooks) stay in the file. */
const PATHS = [
  'server.enabled', 'server.host', 'server.port', 'storage.retention.days', 'storage.retention.maxGb', 'storage.minFreeGb',
  'detector.model', 'detector.threads', 'publish.mqtt.url', 'publish.mqtt.prefix', 'publish.mqtt.homeAssistant', 'alerts.dropRate', 'alerts.p99Ms',
] as const
const OTHERS = ['VIGIL_FFMPEG', 'VIGIL_MODELS', 'VIGIL_DATA', 'VIGIL_TEST_MEDIA', 'VIGIL_TOKEN', 'VIGIL_FAULTS', 'VIGIL_SECRET_KEY']

export const variableOf = (path: string): string => `VIGIL_${path.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replaceAll('.', '_').toUpperCase()}`
const byVariable = new Map<string, string>(PATHS.map((path) => [variableOf(path), path]))

/** Overrides by config path, and one warning per `VIGIL_` variable that means nothing. */
export function readEnvironment(env: NodeJS.ProcessEnv): { overrides: Map<string, string>; warnings: string[] } {
  const overrides = new Map<string, string>()
  const warnings: string[] = []
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith('VIGIL_') || value === undefined || OTHERS.includes(name)) continue
    const path = byVariable.get(name)
    if (path === undefined) warnings.push(`${name} is ignored: Vigil knows no such variable${didYouMean(name, [...byVariable.keys(), ...OTHERS])}`)
    else overrides.set(path, value)
  }
  return { overrides, warnings }
}
