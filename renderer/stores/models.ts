import { create } from 'zustand'
import type { ModelInfo } from '../../common/contracts/model.ts'
import { engine } from '../transport/engine.ts'

export const useModels = create<{ models: readonly ModelInfo[] | null }>()(() => ({ models: null }))

export async function loadModels(): Promise<void> {
  useModels.setState({ models: await engine().models.list() })
}

const NONE: readonly string[] = []

/** The labels the active model knows; empty while that is unknown. */
export const useKnownLabels = (): readonly string[] => useModels((state) => state.models?.find((model) => model.state === 'active')?.labels ?? NONE)
