import { reloadCameras, takeStatuses } from '../stores/cameras.ts'
import { takeEventNews, takeRecent } from '../stores/events.ts'
import { takeExports } from '../stores/exports.ts'
import { useLink } from '../stores/link.ts'
import { followRoute } from '../stores/route.ts'
import { useStorage } from '../stores/storage.ts'
import { takeStats } from '../stores/stats.ts'
import { useSystem } from '../stores/system.ts'
import { takeFacts } from '../stores/tiles.ts'
import { finishWaiting } from '../stores/toasts.ts'
import { keepConnected } from '../transport/engine.ts'
import { follow } from '../transport/follow.ts'
import type { EngineClient } from '../transport/rpc-client.ts'
import { onWallFacts, setWallOnline } from '../ui/wall/wall.ts'

/** Wires the connection to the stores, once per page; every watch comes back with every new connection. */
export function followEngine(): void {
  const { knock } = keepConnected({
    onState(state) {
      setWallOnline(state.at === 'open')
      useLink.setState((link) => ({ state, wasOpen: link.wasOpen || state.at === 'open' }))
    },
    onOpen: openWatches,
  })
  useLink.setState({ knock })
  onWallFacts(takeFacts)
  followRoute()
  window.addEventListener('pagehide', finishWaiting)
}

function openWatches(client: EngineClient, signal: AbortSignal): void {
  void follow({ signal, open: () => client.system.watch(), take: (status) => useSystem.setState({ status }) })
  void follow({ signal, open: () => client.cameras.watch(), take: takeStatuses })
  void follow({ signal, open: () => client.stats.watch(), take: takeStats })
  void follow({ signal, open: () => client.storage.watch(), take: (status) => useStorage.setState({ status }) })
  void follow({ signal, open: () => client.exports.watch(), take: takeExports })
  void follow({
    signal,
    // The list is read after the watch stands: what happens in between comes twice rather than never.
    open: async () => {
      const news = await client.events.watch()
      takeRecent((await client.events.list({ limit: 60 })).items)
      return news
    },
    take: takeEventNews,
  })
  reloadCameras().catch(() => {})
}
