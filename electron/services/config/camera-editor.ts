import { CameraConfig } from '../../../common/contracts/camera-config.ts'
import { extractPassword, maskPassword, maskQuery, PASSWORD_MASK } from '../../../common/camera-address.ts'
import { EditError } from '../../../common/edit-error.ts'
import type { SecretStore } from '../../ports/secret-store.ts'
import { ConfigError, type ConfigService } from './config-service.ts'

/** Changes cameras as the screens and the API ask: into the file, with passwords going to the secret store. */
export class CameraEditor {
  private readonly config: ConfigService
  private readonly secrets: SecretStore

  constructor(config: ConfigService, secrets: SecretStore) {
    this.config = config
    this.secrets = secrets
  }

  /** `camera` may lack an id: one is made from the name. Returns the id. */
  async add(camera: Record<string, unknown> & { id?: string | undefined; name?: string | undefined }): Promise<string> {
    const id = camera.id ?? this.freeId(camera.name ?? 'camera')
    if (this.config.camera(id)) throw new EditError('conflict', [`there is a camera "${id}" already; choose another id`])
    const { kept, undo } = await this.keepPasswords({ ...camera, id }, id)
    await this.write(() => this.config.addCamera({ ...sparse(kept) }), undo)
    return id
  }

  async update(id: string, patch: Record<string, unknown>): Promise<void> {
    this.require(id)
    if ('id' in patch && patch['id'] !== id) throw new EditError('invalid', ['id: cannot be changed; add a new camera instead'])
    const unknown = Object.keys(patch).filter((key) => !(key in CameraConfig.shape))
    if (unknown.length > 0) throw new EditError('invalid', unknown.map((key) => `${key}: unknown key; known here: ${Object.keys(CameraConfig.shape).join(', ')}`))
    const { kept, undo } = await this.keepPasswords(patch, id)
    await this.write(() => this.config.patchCamera(id, kept), undo)
  }

  async remove(id: string): Promise<void> {
    this.require(id)
    await this.write(() => this.config.removeCamera(id))
  }

  private require(id: string): CameraConfig {
    const camera = this.config.camera(id)
    if (!camera) throw new EditError('not-found', [`there is no camera "${id}"`])
    return camera
  }

  /** A refused edit changes nothing, the secrets included. */
  private async write(change: () => Promise<unknown>, undo: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    try {
      await change()
    } catch (error) {
      await undo()
      if (error instanceof ConfigError) throw new EditError('invalid', error.problems)
      throw error
    }
  }

  /** Passwords typed into an address go to the secret store; a masked one coming back from a screen means "as before". */
  private async keepPasswords(camera: Record<string, unknown>, id: string): Promise<{ kept: Record<string, unknown>; undo: () => Promise<void> }> {
    const { inputs } = camera
    const replaced: { name: string; old: string | null }[] = []
    const undo = async (): Promise<void> => {
      for (const { name, old } of replaced) await (old === null ? this.secrets.delete(name) : this.secrets.set(name, old))
    }
    if (!Array.isArray(inputs)) return { kept: camera, undo }
    const before = this.config.camera(id)?.inputs ?? []
    const kept = await Promise.all(inputs.map(async (input: unknown, index) => {
      if (typeof input !== 'object' || input === null || !('url' in input) || typeof input.url !== 'string') return input
      const old = before[index]?.url
      // Untouched on the screen: what stands in the file stays, with what the screen did not show.
      if (old !== undefined && input.url === maskPassword(old) && maskQuery(old) !== old) return { ...input, url: old }
      if (maskQuery(input.url) === input.url && input.url.includes(`=${PASSWORD_MASK}`)) throw new EditError('invalid', [`inputs[${index}].url: the password in it is hidden; enter it again, or as \${secret:NAME}`])
      const name = index === 0 ? id : `${id}-${index + 1}`
      const { url, password } = extractPassword(input.url, name)
      // Masked: the password stays, whatever else of the address was changed. One that stood in the file moves to the store on this occasion.
      const typed = password === PASSWORD_MASK ? extractPassword(before[index]?.url ?? '', name).password : password
      if (typed !== null) {
        replaced.push({ name, old: await this.secrets.get(name) })
        await this.secrets.set(name, typed)
      }
      return { ...input, url }
    }))
    return { kept: { ...camera, inputs: kept }, undo }
  }

  private freeId(name: string): string {
    const base = name.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '').replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 48) || 'camera'
    for (let number = 1; ; number++) {
      const id = number === 1 ? base : `${base}-${number}`
      if (!this.config.camera(id)) return id
    }
  }
}

/** Leaves out what equals the defaults: the file stays as short as a person would write it. */
function sparse(camera: Record<string, unknown>): Record<string, unknown> {
  const defaults = CameraConfig.parse({ id: 'x', inputs: [{ url: 'test:pattern' }] }) as Record<string, unknown>
  return without(camera, { ...defaults, id: null, inputs: null })
}

function without(value: Record<string, unknown>, defaults: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).flatMap(([key, entry]): [string, unknown][] => {
    const usual = defaults[key]
    if (entry === undefined || JSON.stringify(entry) === JSON.stringify(usual)) return []
    if (key === 'inputs' && Array.isArray(entry)) return [[key, entry.map((input: Record<string, unknown>) => without(input, { roles: ['detect', 'record'], transport: 'tcp', loop: false, pace: 'realtime' }))]]
    if (isGroup(entry) && isGroup(usual)) return [[key, without(entry, usual)]]
    return [[key, entry]]
  }))
}

const isGroup = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
