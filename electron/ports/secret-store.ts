/** Where passwords live outside vigil.yml. Names are those of `${secret:NAME}`. */
export interface SecretStore {
  get(name: string): Promise<string | null>
  set(name: string, value: string): Promise<void>
  delete(name: string): Promise<void>
  /** How well it keeps them, in words; null when they are encrypted. */
  readonly weakness: string | null
}
