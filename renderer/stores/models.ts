import { create } from 'zustand'
import type { ModelInfo } from '../../common/contracts/model.ts'
import { engine } from '../transport/engine.ts'
import { errorText } from '../transport/error-text.ts'
import { uploadModel } from '../transport/upload-model.ts'

/** A model on its way to the engine; `sentRatio` 1: it is being tried there. */
export interface Importing {
  readonly name: string
  readonly sentRatio: number
  readonly cancel: () => void
}

interface ModelsState {
  readonly models: readonly ModelInfo[] | null
  readonly importing: Importing | null
  /** Id of the model that is tried before it is used. */
  readonly choosing: string | null
  /** Why the last import or choice was refused. */
  readonly refusal: string | null
}

export const useModels = create<ModelsState>()(() => ({ models: null, importing: null, choosing: null, refusal: null }))

export async function loadModels(): Promise<void> {
  useModels.setState({ models: await engine().models.list() })
}

/** Tries the model and uses it from now on; a refusal is kept to be shown. */
export async function chooseModel(id: string): Promise<boolean> {
  useModels.setState({ choosing: id, refusal: null })
  try {
    await engine().models.activate({ id })
    return true
  } catch (error) {
    useModels.setState({ refusal: errorText(error) })
    return false
  } finally {
    useModels.setState({ choosing: null })
    loadModels().catch(() => {})
  }
}

/** `files`: an .onnx, perhaps with its sidecar. Resolves with the new model; null when it was refused or cancelled. */
export async function importModel(files: readonly File[]): Promise<ModelInfo | null> {
  const model = files.find(({ name }) => /\.onnx$/i.test(name))
  const sidecar = files.find(({ name }) => /\.(ya?ml|json)$/i.test(name)) ?? null
  if (!model) {
    useModels.setState({ refusal: 'None of the chosen files is called NAME.onnx. Export the model to ONNX and choose that file.' })
    return null
  }
  const ending = new AbortController()
  const tell = (sentRatio: number): void => useModels.setState({ importing: { name: model.name, sentRatio, cancel: () => ending.abort() } })
  useModels.setState({ refusal: null })
  tell(0)
  try {
    return await uploadModel({ model, sidecar, onProgress: tell, signal: ending.signal })
  } catch (error) {
    if (!ending.signal.aborted) useModels.setState({ refusal: errorText(error) })
    return null
  } finally {
    useModels.setState({ importing: null })
    loadModels().catch(() => {})
  }
}

const NONE: readonly string[] = []

/** The labels the active model knows; empty while that is unknown. */
export const useKnownLabels = (): readonly string[] => useModels((state) => state.models?.find((model) => model.state === 'active')?.labels ?? NONE)
