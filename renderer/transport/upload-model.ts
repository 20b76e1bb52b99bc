import { ModelInfo } from '../../common/contracts/model.ts'

export interface ModelUpload {
  readonly model: File
  readonly sidecar: File | null
  /** Share of the bytes that are out, 0..1; 1 = the engine is trying the model. */
  readonly onProgress: (sentRatio: number) => void
  readonly signal: AbortSignal
}

/** Sends a model to the engine, in both doors on the page's own origin. Rejects with the engine's own sentence when it is refused. */
export function uploadModel({ model, sidecar, onProgress, signal }: ModelUpload): Promise<ModelInfo> {
  return new Promise((resolve, reject) => {
    // fetch does not tell how much was sent.
    const request = new XMLHttpRequest()
    const cancel = (): void => request.abort()
    signal.addEventListener('abort', cancel, { once: true })
    request.open('POST', `/api/v1/models/import?name=${encodeURIComponent(model.name)}`)
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0))
    request.upload.addEventListener('load', () => onProgress(1))
    request.addEventListener('load', () => {
      if (request.status === 201) resolve(ModelInfo.parse(JSON.parse(request.responseText)))
      else reject(new Error(refusalOf(request.responseText, request.status)))
    })
    request.addEventListener('error', () => reject(new Error(`The connection broke while ${model.name} was sent. Try again.`)))
    request.addEventListener('abort', () => reject(new DOMException('cancelled', 'AbortError')))
    request.addEventListener('loadend', () => signal.removeEventListener('abort', cancel))
    if (sidecar === null) return request.send(model)
    const form = new FormData()
    form.set('model', model)
    form.set('sidecar', sidecar)
    return request.send(form)
  })
}

/** The sentence of a problem+json answer. */
export function refusalOf(text: string, status: number): string {
  try {
    const { problems, title } = JSON.parse(text) as { problems?: unknown; title?: unknown }
    if (Array.isArray(problems) && problems.length > 0) return problems.map(String).join(' ')
    if (typeof title === 'string') return title
  } catch {
    // No answer of the engine's own.
  }
  return `The engine answered with status ${status} and no reason.`
}
