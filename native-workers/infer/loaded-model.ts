import type { OpenedModel } from './session.ts'
import type { LoadedModel } from './thread-messages.ts'

/** What others are told of a model that is ready. */
export function describeLoaded({ adapter, recognisedAs, provider, providerNote }: OpenedModel): LoadedModel {
  const { family, input, labels, deadlineTolerance } = adapter
  return {
    family, inputWidth: input.width, inputHeight: input.height, labels: labels.filter((label) => label !== null), recognisedAs, provider, providerNote, deadlineTolerance,
  }
}
