import type { SecretStore } from '../../ports/secret-store.ts'

export type ResolvedText = { readonly ok: true; readonly url: string } | { readonly ok: false; readonly problem: string }

const PLACEHOLDER = /\$\{(secret:)?([A-Za-z0-9_-]+)\}/g

/** Fills `${secret:NAME}` and `${ENV_VAR}` into an address; values are percent-encoded, so that no character of a password can change the address. */
export async function resolveSecrets(text: string, secrets: SecretStore, env: NodeJS.ProcessEnv): Promise<ResolvedText> {
  const values = new Map<string, string>()
  for (const [whole, isSecret, name = ''] of text.matchAll(PLACEHOLDER)) {
    const value = isSecret ? await secrets.get(name) : env[name]
    if (value === null || value === undefined) {
      return { ok: false, problem: isSecret ? `the password "${name}" is not stored on this machine; enter it on the camera's page` : `the environment variable ${name} is not set` }
    }
    values.set(whole, encodeURIComponent(value))
  }
  return { ok: true, url: text.replace(PLACEHOLDER, (whole) => values.get(whole) ?? whole) }
}
