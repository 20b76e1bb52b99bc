import { Copy } from 'lucide-react'
import { useStats } from '../../stores/stats.ts'
import { useSystem } from '../../stores/system.ts'
import { say } from '../../stores/toasts.ts'
import { currentDoor } from '../../transport/door.ts'
import { bytes, count, duration, exactTime, lasting } from '../../ui/format.ts'
import { Button } from '../../ui/kit/button.tsx'
import { Facts, type FactRow } from './facts.tsx'

/** What support asks for first. */
export function DiagnosticsSection() {
  const status = useSystem((state) => state.status)
  const stats = useStats((state) => state.latest)
  const engine: FactRow[] = status
    ? [
        { name: 'Version', value: `Vigil ${status.version}` },
        { name: 'Door', value: status.door },
        { name: 'Running', value: lasting((stats?.atMs ?? status.startedAtMs) - status.startedAtMs), title: exactTime(status.startedAtMs) },
        { name: 'Config file', value: status.configFile, mono: true },
        { name: 'Store', value: status.store.reason ?? status.store.state, good: status.store.state === 'ready' },
        { name: 'Media', value: status.media.reason ?? status.media.state, good: status.media.state === 'ready' },
        { name: 'Detector', value: status.detector.reason ?? `${status.detector.state}${status.detector.modelId ? `, ${status.detector.modelId} on ${status.detector.provider ?? 'cpu'}` : ''}${status.detector.note ? ` (${status.detector.note})` : ''}`, good: status.detector.state === 'ready' },
      ]
    : []
  const storage: FactRow[] = stats
    ? [
        { name: 'Events', value: count(stats.storage.events) },
        { name: 'Catalogue', value: bytes(stats.storage.catalogueBytes) },
        { name: 'Clips', value: bytes(stats.storage.mediaBytes) },
        { name: 'Free', value: bytes(stats.storage.freeBytes) },
      ]
    : []
  const processes: FactRow[] = (stats?.processes ?? []).map((process) => ({
    name: process.name,
    value: `pid ${process.pid}, ${bytes(process.rssBytes)}, event loop P99 ${duration(process.eventLoopDelayMs.p99)}, ${count(process.gc.major)} major collections`,
  }))
  const page: FactRow[] = [
    { name: 'Page', value: currentDoor() === 'desktop' ? 'desktop window' : location.origin },
    { name: 'Video frames', value: typeof VideoFrame === 'function' ? 'WebCodecs' : 'converted by the page (this origin has no WebCodecs)', good: typeof VideoFrame === 'function' },
    { name: 'Screen', value: `${window.innerWidth}×${window.innerHeight} at ${window.devicePixelRatio}×` },
    { name: 'Browser', value: navigator.userAgent, mono: true },
  ]
  const copy = async (): Promise<void> => {
    const text = [engine, storage, processes, page].map((rows) => rows.map(({ name, value }) => `${name}: ${value}`).join('\n')).join('\n\n')
    try {
      await navigator.clipboard.writeText(text)
      say({ text: 'Copied.', tone: 'good' })
    } catch {
      say({ text: 'The browser did not allow copying. Select the text by hand.', tone: 'bad' })
    }
  }
  return (
    <>
      <Facts title="Engine" rows={engine} testId="engine-facts" />
      <Facts title="Storage" rows={storage} testId="storage-facts" />
      <Facts title="Processes" rows={processes} testId="process-facts" />
      <Facts title="This page" rows={page} testId="page-facts" />
      <Button icon={<Copy aria-hidden />} onClick={() => void copy()}>Copy all</Button>
      <p className="muted settings-text">Vigil is free software under the Apache License 2.0. ffmpeg is a separate program under its own licence.</p>
    </>
  )
}
