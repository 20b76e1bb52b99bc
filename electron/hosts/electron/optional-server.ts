import type { VigilConfig } from '../../../common/contracts/config.ts'
import { messageOf } from '../../../common/message-of.ts'
import type { Logger } from '../../ports/logger.ts'
import type { Services } from '../../rpc/services.ts'

interface RunningServer {
  readonly address: string
  stop(): Promise<void>
}

interface OptionalServerOptions {
  readonly services: Pick<Services, 'config' | 'board'>
  readonly logger: Logger
  start(at: { host: string; port: number }): Promise<RunningServer>
}

/** The desktop's server for browsers: on while `server.enabled` says so, also when that changes while Vigil runs. */
export function keepServer({ services: { config, board }, logger, start }: OptionalServerOptions): () => Promise<void> {
  let running: RunningServer | null = null
  let wanted = ''
  let turn = Promise.resolve()

  const follow = async (server: VigilConfig['server'] | null): Promise<void> => {
    await running?.stop()
    running = null
    board.note('server', null)
    if (server?.enabled !== true) return
    try {
      running = await start(server)
      // Without the token: logs are shared more freely than it should be. It is in the data folder.
      logger.info({ address: running.address.replace(/#.*/, '') }, 'browsers can open the console; the token is in the data folder')
    } catch (error) {
      const text = messageOf(error)
      logger.error({}, text)
      board.note('server', { level: 'warn', text: `Browsers cannot open the console: ${text}`, cameraId: null })
    }
  }
  const apply = (server: VigilConfig['server'] | null): Promise<void> => {
    const next = JSON.stringify(server)
    if (next === wanted) return turn
    wanted = next
    turn = turn.then(() => follow(server))
    return turn
  }
  config.onChange((next) => void apply(next.server))
  void apply(config.config.server)
  return () => apply(null)
}
