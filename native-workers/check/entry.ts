// Entry of a process that tries one model and ends: what is wrong with a file may take its process along, and that is to be this one.
import { messageOf } from '../../common/message-of.ts'
import type { CheckCommand, CheckReport } from '../../common/wire/check-messages.ts'
import { describeLoaded } from '../infer/loaded-model.ts'
import { openSession } from '../infer/session.ts'
import { openParentLink } from '../parent-link.ts'

const link = openParentLink()
const report = (message: CheckReport): void => link.post(message)

async function check({ path, known }: Extract<CheckCommand, { type: 'check' }>): Promise<void> {
  try {
    const session = await openSession({ path, known, providers: ['cpu'] })
    const { family, inputWidth, inputHeight, labels, recognisedAs } = describeLoaded(session)
    report({ type: 'usable', traits: { family, inputWidth, inputHeight, labels, recognisedAs }, licence: session.licence })
  } catch (error) {
    report({ type: 'refused', reason: messageOf(error) })
  }
}

link.onMessage((message) => {
  const command = message as CheckCommand
  if (command.type === 'check') void check(command)
  else process.exit(0)
})
// Nobody left to report to.
link.onDisconnect(() => process.exit(0))
report({ type: 'ready' })
