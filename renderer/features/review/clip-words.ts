import type { Event } from '../../../common/contracts/event.ts'

/** How far the clip of an event is, in words, and how good that is. */
export function clipWords({ clip }: Pick<Event, 'clip'>): { text: string; tone: 'live' | 'warn' | 'alert' | 'muted' } {
  switch (clip.state) {
    case 'saved': return clip.verified ? { text: 'saved · verified', tone: 'live' } : { text: 'saved · not verified', tone: 'warn' }
    case 'recording': return { text: 'recording', tone: 'warn' }
    case 'partial': return { text: clip.verified ? 'partial · verified' : 'partial', tone: 'warn' }
    case 'failed': return { text: 'failed', tone: 'alert' }
    case 'none': return { text: 'no clip', tone: 'muted' }
  }
}
